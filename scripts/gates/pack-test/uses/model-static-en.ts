// needs: @x/embed
import { StaticTextEmbedding } from '@x/embed';

await using embedding = await StaticTextEmbedding.load('x/static-en', { offline: true });
const [kitten, cat, engine] = await embedding.embed(['A kitten', 'A young cat', 'A steam engine']);
const similarity = (a?: Float32Array, b?: Float32Array) =>
  a?.reduce((sum, value, index) => sum + value * (b?.[index] ?? 0), 0) ?? 0;
console.log(kitten?.length, embedding.source); // => 256 bundled
console.log(similarity(kitten, cat) > similarity(kitten, engine)); // => true
