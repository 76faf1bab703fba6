import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { makeFolder } from './make-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-core-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('creates a folder and its parents, even for several callers at the same time', async () => {
  const path = join(folder, 'a', 'b', 'c');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a', 'b', 'd'))]);
  await makeFolder(path);
  expect((await stat(path)).isDirectory()).toBe(true);
});

test.each([['file'], ['file', 'a'], ['file', 'a', 'b'], ['link'], ['link', 'a']])(
  'rejects with the path of the obstacle for a folder at %s %s %s',
  async (...names) => {
    await writeFile(join(folder, 'file'), '');
    await symlink(join(folder, 'nowhere', 'else'), join(folder, 'link'));
    const attempt = makeFolder(join(folder, ...names));
    await expect(attempt).rejects.toMatchObject({ syscall: 'mkdir', path: join(folder, names[0]!) });
  },
);

// These file systems accept no new names. /proc reports ENOENT for a new name, which is also the error for a missing parent.
test.runIf(process.platform === 'linux').each(['/proc/x', '/proc/x/y', '/sys/x'])('rejects for %s', async (path) => {
  await expect(makeFolder(path)).rejects.toMatchObject({ syscall: 'mkdir', code: expect.stringMatching(/^E/) });
});
