import { lstat, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { linkIntoSnapshot, writeRef } from './cache-write.ts';

const withoutLinks = async (): Promise<never> => {
  throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
};

describe('linkIntoSnapshot', () => {
  it('creates relative links, so that the cache can be moved', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'blobs/a': 'content', 'snapshots/c/onnx/model.onnx': 'old' });
    const target = join(folder.path, 'snapshots/c/onnx/model.onnx');
    await linkIntoSnapshot(join(folder.path, 'blobs/a'), target, { isNewBlob: true });
    expect((await readlink(target)).replaceAll('\\', '/')).toBe('../../../blobs/a');
    expect(await readFile(target, 'utf8')).toBe('content');
  });

  it('moves a new blob when links are impossible', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'blobs/a': 'content' });
    const target = join(folder.path, 'snapshots/c/model.onnx');
    await linkIntoSnapshot(join(folder.path, 'blobs/a'), target, { isNewBlob: true, createLink: withoutLinks });
    expect(await folder.list()).toEqual(['snapshots/c/model.onnx']);
    expect((await lstat(target)).isSymbolicLink()).toBe(false);
  });

  it('copies an older blob when links are impossible, because other snapshots may use it', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'blobs/a': 'content' });
    const target = join(folder.path, 'snapshots/c/model.onnx');
    await linkIntoSnapshot(join(folder.path, 'blobs/a'), target, { isNewBlob: false, createLink: withoutLinks });
    expect(await folder.list()).toEqual(['blobs/a', 'snapshots/c/model.onnx']);
    expect(await readFile(target, 'utf8')).toBe('content');
  });
});

describe('writeRef', () => {
  it('replaces an older commit and leaves no temporary file', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'refs/main': 'old' });
    await writeRef(join(folder.path, 'refs/main'), 'new');
    expect(await readFile(join(folder.path, 'refs/main'), 'utf8')).toBe('new');
    expect(await folder.list()).toEqual(['refs/main']);
  });

  it('does not write a ref that is already correct', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'refs/main': 'same' });
    const { ino } = await stat(join(folder.path, 'refs/main'));
    await writeRef(join(folder.path, 'refs/main'), 'same');
    expect((await stat(join(folder.path, 'refs/main'))).ino).toBe(ino);
  });
});
