// needs: @x/model-bge-small-reranker-en
import { TextCrossEncoder } from '@x/cross-encoder';
import { toRerankingModel } from '@x/cross-encoder/ai-sdk';
import { toDocumentCompressor } from '@x/cross-encoder/langchain';
import { toRelevanceScorer } from '@x/cross-encoder/mastra';

await using encoder = await TextCrossEncoder.load('x/bge-small-reranker-en', { offline: true });
const documents = ['Berlin is in Germany.', 'Paris is the capital of France.'];
const ranked = await encoder.rerank('What is the capital of France?', documents, { topK: 1 });
console.log(ranked.map(({ index, document }) => `${index}: ${document}`)); // => [ '1: Paris is the capital of France.' ]
console.log((await encoder.score('capital of France', [])).length); // => 0
const query = 'capital of France';
const { ranking } = await toRerankingModel(encoder).doRerank({ query, documents: { type: 'text', values: documents } });
console.log(ranking[0]?.index); // => 1
const notes = documents.map((pageContent) => ({ pageContent, metadata: {} }));
const [best] = await toDocumentCompressor(encoder, { topN: 1 }).compressDocuments(notes, query);
console.log(best?.pageContent); // => Paris is the capital of France.
const score = await toRelevanceScorer(encoder).getRelevanceScore(query, 'Paris is the capital of France.');
console.log(score > 0 && score < 1); // => true
