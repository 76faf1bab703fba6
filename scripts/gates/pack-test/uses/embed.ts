// needs: @x/model-all-minilm-l6-v2
import { TextEmbedding } from '@x/embed';

console.log(TextEmbedding.getEmbeddingSize('sentence-transformers/all-MiniLM-L6-v2')); // => 384
await using embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { offline: true });
const [kitten, cat, engine] = await embedding.embed(['A kitten', 'A young cat', 'A steam engine']);
const similarity = (a?: Float32Array, b?: Float32Array) =>
  a?.reduce((sum, value, index) => sum + value * (b?.[index] ?? 0), 0) ?? 0;
console.log(kitten?.length, embedding.source); // => 384 bundled
console.log(similarity(kitten, cat) > similarity(kitten, engine)); // => true
