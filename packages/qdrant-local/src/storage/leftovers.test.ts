// Opening a folder removes what a killed process left in it, and keeps the files of running processes.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import { writeSnapshot } from './write-snapshot.ts';

const script = fileURLToPath(new URL('../__fixtures__/snapshot-child.mjs', import.meta.url));
const deadPid = spawnSync(process.execPath, ['--version']).pid;
const dead = { pid: deadPid, hostname: hostname(), start: '1' };
const living = { pid: process.pid, hostname: hostname(), start: 'unknown' };
const elsewhere = { pid: deadPid, hostname: 'elsewhere.invalid', start: '1' };

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  path = join(folder, 'database');
  await using database = new QdrantLocal({ path });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  if (process.platform === 'linux') {
    const stat = await readFile('/proc/self/stat', 'utf8');
    living.start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
  }
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function openOnce(): Promise<void> {
  await using database = new QdrantLocal({ path });
  await database.getCollections();
}

const whole = ['qdrant-local.json', 'qdrant-local.mdb', 'qdrant-local.mdb-lock'];

test('opening removes what a killed process left while it created or locked the folder', async () => {
  const names = [`json.new`, 'mdb.room', `lock.${deadPid}.0`, `lock.stale.${deadPid}.3`, `draft.${deadPid}.1`];
  for (const name of names) await writeFile(join(path, `qdrant-local.${name}`), JSON.stringify(dead));
  await writeFile(join(path, `qdrant-local.lock.${deadPid}.7`), '');
  await writeFile(join(path, `qdrant-local.draft.${deadPid}.7`), '');
  await openOnce();
  expect((await readdir(path)).toSorted()).toEqual(whole);
});

test('opening keeps the files of a running process or of one on another machine', async () => {
  const files = {
    [`qdrant-local.lock.${process.pid}.900`]: JSON.stringify(living),
    [`qdrant-local.lock.stale.${deadPid}.900`]: JSON.stringify(living),
    [`qdrant-local.lock.${deadPid}.900`]: JSON.stringify(elsewhere),
    [`qdrant-local.draft.${process.pid}.900`]: JSON.stringify({ ...living, draft: `${path}-copy.1.900.new` }),
    [`qdrant-local.draft.${deadPid}.901`]: JSON.stringify({ ...elsewhere, draft: `${path}-copy.1.901.new` }),
    'qdrant-local.other': 'text',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  for (const number of [900, 901]) await mkdir(`${path}-copy.1.${number}.new`);
  await openOnce();
  expect((await readdir(path)).toSorted()).toEqual([...Object.keys(files), ...whole].toSorted());
  expect(await readdir(folder)).toEqual(['database', 'database-copy.1.900.new', 'database-copy.1.901.new']);
});

test.each(['folder', 'memory'])(
  'the draft of a snapshot is removed after the process that wrote it from a %s was killed',
  async (source) => {
    const target = join(folder, 'copy');
    const { signal } = spawnSync(process.execPath, [script, source === 'folder' ? path : '', target]);
    expect(signal).toBe('SIGKILL');
    expect((await readdir(folder)).some((name) => /^copy\.\d+\.\d+\.new$/.test(name))).toBe(true);
    await openOnce();
    expect(await readdir(folder)).toEqual(['database']);
    expect((await readdir(path)).toSorted()).toEqual(whole);
  },
);

test('a snapshot removes the abandoned drafts next to it', async () => {
  const target = join(folder, 'backups', 'first');
  expect(spawnSync(process.execPath, [script, '', target]).signal).toBe('SIGKILL');
  await using database = new QdrantLocal({ path });
  await database.snapshot(join(folder, 'backups', 'second'));
  expect(await readdir(join(folder, 'backups'))).toEqual(['second']);
});

test('keeps a snapshot that is being written', async () => {
  const writeData = async (draft: string): Promise<void> => {
    await writeFile(join(draft, 'qdrant-local.mdb'), 'data');
    await openOnce();
    const writeOther = (other: string): Promise<void> => writeFile(join(other, 'qdrant-local.mdb'), 'other');
    await writeSnapshot(join(folder, 'other'), writeOther, { version: 1 });
    expect(await readdir(draft)).toEqual(['qdrant-local.mdb']);
  };
  await writeSnapshot(join(folder, 'copy'), writeData, { version: 1 });
  expect((await readdir(folder)).toSorted()).toEqual(['copy', 'database', 'other']);
});

test.each([
  ['is not named like a draft', 'precious'],
  ['contains a file of another program', 'precious.1.2.new'],
])('a note about a folder that %s removes nothing but the note', async (_, name) => {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'file'), 'text');
  const note = join(path, `qdrant-local.draft.${deadPid}.0`);
  await writeFile(note, JSON.stringify({ ...dead, draft: join(folder, name) }));
  await openOnce();
  expect(await readFile(join(folder, name, 'file'), 'utf8')).toBe('text');
  expect((await readdir(path)).toSorted()).toEqual(whole);
});
