import { TextEmbedding } from '@x/embed';

const embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { offline: true });
const [vector] = await embedding.embed(['Bees make honey from nectar.']);
console.log(`${vector.length} numbers`);
await embedding.dispose();
