// Opens each of the folders and prints, as lines of JSON, what is in it or why it was refused.
import { QdrantLocal } from '@x/qdrant-local';

async function contents(path) {
  const database = new QdrantLocal({ path });
  try {
    const { collections } = await database.getCollections();
    const points = collections.map(({ name }) => database.scroll(name, { limit: 10_000, with_vector: true }));
    return { contents: [collections, await database.getAliases(), await Promise.all(points)] };
  } catch ({ code, status, message }) {
    return { code, status, message };
  } finally {
    await database.close();
  }
}

for (const path of process.argv.slice(2)) process.stdout.write(`${JSON.stringify(await contents(path))}\n`);
