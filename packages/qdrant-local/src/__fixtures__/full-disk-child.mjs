// Opens a folder while no file can grow, reads, tries to write, then gets room and writes. Prints the results as one line of
// JSON.
import { execFileSync } from 'node:child_process';

import { QdrantLocal } from '@x/qdrant-local';

const path = process.argv[2];
const database = new QdrantLocal({ path });

const count = () => database.count('c').then(({ count: points }) => points, ({ message }) => message);
const points = [{ id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479', vector: Array(100).fill(1), payload: { text: 'x'.repeat(9_000_000) } }];
const write = () =>
  database.upsert('c', { points }).then(() => 'written', ({ code, cause }) => ({ code, cause: cause?.code }));

const countWhileFull = await count();
const writtenWhileFull = await write();
const other = new QdrantLocal({ path });
const openedTwice = await other.count('c').then(() => 'opened', ({ message }) => message);
await other.close();
execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited:unlimited']);
const writtenAfter = await write();
const countAfter = await count();
await database.close();
process.stdout.write(JSON.stringify({ countWhileFull, writtenWhileFull, openedTwice, writtenAfter, countAfter }));
