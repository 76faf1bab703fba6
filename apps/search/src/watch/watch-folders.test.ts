import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import { watchFolders } from './watch-folders.ts';

const change = { done: false, value: undefined };
const end = { done: true, value: undefined };

describe('watchFolders', () => {
  it('yields once it watches and after each change, and ends when the signal aborts', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'a', 'docs/c/d.md': 'd' });
    const path = join(folder.path, 'docs');
    const ending = new AbortController();
    const changes = watchFolders([path], { signal: ending.signal });
    expect(await changes.next()).toEqual(change);
    for (const step of [
      () => writeFile(join(path, 'a.md'), 'another'),
      () => writeFile(join(path, 'c/new.md'), 'new'),
      () => rm(join(path, 'a.md')),
    ]) {
      const next = changes.next();
      await step();
      expect(await next).toEqual(change);
    }
    const last = changes.next();
    ending.abort();
    expect(await last).toEqual(end);
  });

  it('reports a change that happens between two calls', async () => {
    await using folder = await temporaryFolder({ 'a.md': 'a' });
    const ending = new AbortController();
    const changes = watchFolders([folder.path], { signal: ending.signal });
    await changes.next();
    await writeFile(join(folder.path, 'a.md'), 'another');
    expect(await changes.next()).toEqual(change);
    await changes.return();
  });

  it('ends immediately when the signal is already aborted', async () => {
    await using folder = await temporaryFolder();
    expect(await watchFolders([folder.path], { signal: AbortSignal.abort() }).next()).toEqual(end);
  });
});
