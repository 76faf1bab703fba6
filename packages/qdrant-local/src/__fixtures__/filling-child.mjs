// Writes to a folder until its files cannot grow, keeps trying, then gets room and writes again. Prints the results as one line of
// JSON.
import { execFileSync } from 'node:child_process';

import { QdrantLocal } from '@x/qdrant-local';

const [path, isPacked] = process.argv.slice(2);
const database = new QdrantLocal({ path });
const failures = [];

async function attempt(write) {
  try {
    await write();
    return true;
  } catch ({ code, status, message, cause }) {
    failures.push({ code, status, message, cause: cause?.code });
    return false;
  }
}

const dense = { size: 100, distance: 'Dot' };
const vectors = isPacked ? { ...dense, multivector_config: { comparator: 'max_sim' }, on_disk: true } : dense;
// Rows that take a fifth of a page, or more than a page.
const rows = (index, row) => Array(index % 2 === 0 ? 5 : 45).fill(row);
const batch = (number) => {
  const row = Array(100).fill(number);
  return Array.from({ length: 20 }, (_, index) => ({ id: number * 20 + index, vector: isPacked ? rows(index, row) : row }));
};
const count = () => database.count('c').then(({ count: points }) => points, () => -1);

await attempt(() => database.createCollection('c', { vectors }));
let batches = 0;
while (batches < 1000 && (await attempt(() => database.upsert('c', { points: batch(batches) })))) batches++;
for (let again = 0; again < 5; again++) await attempt(() => database.upsert('c', { points: batch(batches) }));
await Promise.all([0, 1, 2].map((number) => attempt(() => database.upsert('c', { points: batch(batches + number) }))));
const countWhileFull = await count();

const failuresWhileFull = [...failures];
execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited:unlimited']);
// Needed when the collection could not be created either.
if (batches === 0) await attempt(() => database.recreateCollection('c', { vectors }));
const isRepaired = await attempt(() => database.upsert('c', { points: batch(batches) }));
const countAfter = await count();
await database.close();
process.stdout.write(JSON.stringify({ batches, failures: failuresWhileFull, countWhileFull, isRepaired, countAfter }));
