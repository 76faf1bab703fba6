// Runs operations one after the other and prints a line when each is acknowledged, until it is killed.
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';

import { QdrantLocal } from '@x/qdrant-local';

const [path, durability, operationsFile] = process.argv.slice(2);
const database = new QdrantLocal({ path, durability });
for (const { method, args } of deserialize(readFileSync(operationsFile))) {
  await database[method](...args).catch((error) => {
    if (error.status === undefined) throw error;
  });
  process.stdout.write('acknowledged\n');
}
// On a busy machine, the kill may come later.
setInterval(() => {}, 1_000_000);
