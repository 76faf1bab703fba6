// needs: @x/model-all-minilm-l6-v2
import { TextEmbedding } from '@x/embed';
import { toEmbeddingModel } from '@x/embed/ai-sdk';
import { toEmbeddings } from '@x/embed/langchain';

console.log(TextEmbedding.getEmbeddingSize('sentence-transformers/all-MiniLM-L6-v2')); // => 384
await using embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { offline: true });
const [kitten, cat, engine] = await embedding.embed(['A kitten', 'A young cat', 'A steam engine']);
const similarity = (a?: Float32Array, b?: Float32Array) =>
  a?.reduce((sum, value, index) => sum + value * (b?.[index] ?? 0), 0) ?? 0;
console.log(kitten?.length, embedding.source); // => 384 bundled
console.log(similarity(kitten, cat) > similarity(kitten, engine)); // => true
const { embeddings, usage } = await toEmbeddingModel(embedding).doEmbed({ values: ['A kitten'] });
console.log(embeddings[0]?.length, usage?.tokens); // => 384 4
console.log((await toEmbeddings(embedding).embedQuery('a cat')).length); // => 384
