// Measures the time from opening a database on disk to its first answer.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QdrantLocal } from '../../../packages/qdrant-local/dist/index.js';
import { fill, readOptions, report } from './child.mjs';

const { count, dimension, folder } = /** @type {{ count: number, dimension: number, folder: string }} */ (
  readOptions()
);
const path = mkdtempSync(join(folder, 'open-'));
try {
  const filled = new QdrantLocal({ path });
  await fill(filled, 'c', { count, dimension });
  await filled.close();
  const start = performance.now();
  const database = new QdrantLocal({ path });
  await database.count('c');
  report({ seconds: (performance.now() - start) / 1000 });
  await database.close();
} finally {
  rmSync(path, { recursive: true, force: true });
}
