import { renameSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { sleep } from '@x/core';
import { deferred } from '@x/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import { watchFolders } from './watch-folders.ts';

const change = { done: false, value: undefined };
const end = { done: true, value: undefined };

/** Returns a pause whose first call waits for `first`. Further calls wait forever. */
function pausingOnce(first: Promise<void>): typeof sleep {
  return vi.fn<typeof sleep>(() => new Promise(() => {})).mockReturnValueOnce(first);
}

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

  it('watches a folder that takes the place of one with the same files at once', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'a', 'docs.new/a.md': 'a' });
    const path = join(folder.path, 'docs');
    const { promise: swapped, resolve: swap } = deferred();
    const changes = watchFolders([path], { signal: new AbortController().signal, pause: pausingOnce(swapped) });
    await changes.next();
    renameSync(path, `${path}.old`);
    renameSync(`${path}.new`, path);
    swap();
    expect(await changes.next()).toEqual(change);
    const next = changes.next();
    await writeFile(join(path, 'a.md'), 'another');
    expect(await next).toEqual(change);
    await changes.return();
  });

  it.each([
    ['renamed', (path: string) => rename(path, `${path}.old`)],
    ['removed', (path: string) => rm(path, { recursive: true })],
  ])('watches a new folder in place of one that was %s', async (_, take) => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'a', 'notes/b.md': 'b' });
    const [docs, notes] = [join(folder.path, 'docs'), join(folder.path, 'notes')];
    const { promise: built, resolve: build } = deferred();
    const pause = pausingOnce(built);
    const changes = watchFolders([docs, notes], { signal: new AbortController().signal, pause });
    await changes.next();
    const gone = changes.next();
    await take(docs);
    expect(await gone).toEqual(change);
    const back = changes.next();
    await folder.write({ 'docs/new.md': 'new' });
    build();
    expect(await back).toEqual(change);
    for (const path of [join(docs, 'later.md'), join(notes, 'later.md')]) {
      const next = changes.next();
      await writeFile(path, 'later');
      expect(await next).toEqual(change);
    }
    await changes.return();
  });

  it('watches a folder again that was renamed and has its name back', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'a' });
    const path = join(folder.path, 'docs');
    const { promise: returned, resolve: release } = deferred();
    const pause = pausingOnce(returned);
    const changes = watchFolders([path], { signal: new AbortController().signal, pause });
    await changes.next();
    const gone = changes.next();
    await rename(path, `${path}.old`);
    expect(await gone).toEqual(change);
    const back = changes.next();
    await rename(`${path}.old`, path);
    release();
    expect(await back).toEqual(change);
    const next = changes.next();
    await writeFile(join(path, 'a.md'), 'another');
    expect(await next).toEqual(change);
    await changes.return();
  });

  it('reports that a folder is back which it found missing', async () => {
    await using folder = await temporaryFolder({ 'parent/docs/a.md': 'a' });
    const parent = join(folder.path, 'parent');
    const [taken, returned] = [deferred(), deferred()];
    const pause = vi.fn<typeof sleep>(() => new Promise(() => {}));
    pause.mockReturnValueOnce(taken.promise).mockReturnValueOnce(returned.promise);
    const changes = watchFolders([join(parent, 'docs')], { signal: new AbortController().signal, pause });
    await changes.next();
    await rename(parent, `${parent}.old`);
    taken.resolve();
    await vi.waitFor(() => expect(pause).toHaveBeenCalledTimes(2));
    await rename(`${parent}.old`, parent);
    returned.resolve();
    expect(await changes.next()).toEqual(change);
    await changes.return();
  });

  it('watches a folder that is missing at first once it exists', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'docs');
    const { promise: made, resolve: make } = deferred();
    const changes = watchFolders([path], { signal: new AbortController().signal, pause: pausingOnce(made) });
    expect(await changes.next()).toEqual(change);
    await mkdir(path);
    make();
    expect(await changes.next()).toEqual(change);
    const next = changes.next();
    await writeFile(join(path, 'a.md'), 'a');
    expect(await next).toEqual(change);
    await changes.return();
  });

  it('stops looking for a missing folder when the signal aborts', async () => {
    await using folder = await temporaryFolder();
    const ending = new AbortController();
    const pause = vi.fn<typeof sleep>(() => new Promise(() => {}));
    const changes = watchFolders([join(folder.path, 'docs')], { signal: ending.signal, pause });
    await changes.next();
    await vi.waitFor(() => expect(pause).toHaveBeenCalledTimes(1));
    expect(pause.mock.calls[0]![1]!.aborted).toBe(false);
    const last = changes.next();
    ending.abort();
    expect(await last).toEqual(end);
    expect(pause.mock.calls[0]![1]!.aborted).toBe(true);
  });

  it.skipIf(process.getuid?.() === 0)('watches beside a folder that it may not read', async () => {
    await using folder = await temporaryFolder({ 'locked/a.md': 'a' });
    await chmod(join(folder.path, 'locked'), 0);
    const changes = watchFolders([folder.path], { signal: new AbortController().signal });
    expect(await changes.next()).toEqual(change);
    await changes.return();
    await chmod(join(folder.path, 'locked'), 0o700);
  });
});
