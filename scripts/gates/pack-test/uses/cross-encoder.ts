// needs: @x/model-bge-small-reranker-en
import { TextCrossEncoder } from '@x/cross-encoder';

await using encoder = await TextCrossEncoder.load('x/bge-small-reranker-en', { offline: true });
const documents = ['Berlin is in Germany.', 'Paris is the capital of France.'];
const ranked = await encoder.rerank('What is the capital of France?', documents, { topK: 1 });
console.log(ranked.map(({ index, document }) => `${index}: ${document}`)); // => [ '1: Paris is the capital of France.' ]
console.log((await encoder.score('capital of France', [])).length); // => 0
