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

test('a folder is made with those above it, once or by several callers at the same time', async () => {
  const path = join(folder, 'a', 'b', 'c');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a', 'b', 'd'))]);
  await makeFolder(path);
  expect((await stat(path)).isDirectory()).toBe(true);
});

test.each([['file'], ['file', 'a'], ['file', 'a', 'b'], ['link'], ['link', 'a']])(
  'a folder at %s %s %s is refused with the path in the way',
  async (...names) => {
    await writeFile(join(folder, 'file'), '');
    await symlink(join(folder, 'nowhere', 'else'), join(folder, 'link'));
    const attempt = makeFolder(join(folder, ...names));
    await expect(attempt).rejects.toMatchObject({ syscall: 'mkdir', path: join(folder, names[0]!) });
  },
);

// They take no new names: the first says that they are not there, which is also said of a missing parent.
test.runIf(process.platform === 'linux').each(['/proc/x', '/proc/x/y', '/sys/x'])('%s is refused', async (path) => {
  await expect(makeFolder(path)).rejects.toMatchObject({ syscall: 'mkdir', code: expect.stringMatching(/^E/) });
});
