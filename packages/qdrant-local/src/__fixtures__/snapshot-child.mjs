// Makes a snapshot of the database in a folder, or in memory, and is killed when the draft of the snapshot has a data file.
import { mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { QdrantLocal } from '@x/qdrant-local';

const [path, target] = process.argv.slice(2);
const parent = dirname(target);
mkdirSync(parent, { recursive: true });
const draftStart = `${basename(target)}.`;

function killWhenDrafted() {
  const draft = readdirSync(parent).find((name) => name.startsWith(draftStart));
  if (draft !== undefined && readdirSync(join(parent, draft)).length > 0) process.kill(process.pid, 'SIGKILL');
  setImmediate(killWhenDrafted);
}

const database = new QdrantLocal(path === '' ? {} : { path });
await database.createCollection('d', { vectors: { size: 1, distance: 'Dot' } });
killWhenDrafted();
await database.snapshot(target);
