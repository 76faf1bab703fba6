// For each folder: opens it, reads everything, writes, reopens it and reads everything again. Prints one line of JSON with digests of
// the contents, or with the error. When the process ends early, the next folder has caused it.
import { createHash } from 'node:crypto';

import { QdrantLocal } from '@x/qdrant-local';

async function digest(database) {
  const { collections } = await database.getCollections();
  const names = collections.map(({ name }) => name).sort();
  const contents = [await database.getAliases()];
  for (const name of names) {
    contents.push(await database.getCollection(name), await database.scroll(name, { limit: 100_000, with_vector: true }));
  }
  return createHash('sha256').update(JSON.stringify([names, contents])).digest('hex');
}

/** Makes writes that take pages from the list of free pages, return some, and change existing data. */
async function write(database) {
  const { collections } = await database.getCollections();
  await database.createCollection('later', { vectors: { size: 100, distance: 'Dot' } });
  const payload = { text: 'x'.repeat(20_000) };
  const points = Array.from({ length: 60 }, (_, id) => ({ id, vector: Array(100).fill(id), ...(id < 3 && { payload }) }));
  await database.upsert('later', { points });
  for (const { name } of collections.slice(0, 2)) {
    const ids = (await database.scroll(name, { limit: 20 })).points.map(({ id }) => id);
    if (ids.length > 0) await database.delete(name, { points: ids.slice(0, 5) });
  }
}

async function using(path, work) {
  const database = new QdrantLocal({ path, durability: 'relaxed', now: () => 0 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function outcome(path) {
  try {
    const whole = await using(path, async (database) => {
      const before = await digest(database);
      await write(database);
      return { before, after: await digest(database) };
    });
    return { ...whole, again: await using(path, digest) };
  } catch ({ code, name, message }) {
    return { code, name, message };
  }
}

for (const path of process.argv.slice(2)) process.stdout.write(`${JSON.stringify(await outcome(path))}\n`);
