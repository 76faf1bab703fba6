import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { openPartialFile } from './partial-file.ts';

const content = 'the whole content';
const file = { oid: createHash('sha256').update(content).digest('hex'), size: content.length };

describe('a partial file with two owners', () => {
  it('keeps what the second owner writes when the first owner goes on', async () => {
    await using folder = await temporaryFolder();
    const target = join(folder.path, 'blob');
    await using first = await openPartialFile(target, file);
    await first.write(Buffer.from('the '));
    await using second = await openPartialFile(target, file);
    expect(second.position).toBe(4);
    await first.write(Buffer.from('WHOLE'));
    await second.write(Buffer.from('whole content'));
    await first.restart();
    expect(second.digest()).toBe(file.oid);
    await second.finish(target);
    await first.write(Buffer.from(content));
    expect(await readFile(target, 'utf8')).toBe(content);
    await first.finish(target);
    expect(await readFile(target, 'utf8')).toBe(content);
    expect(await folder.list()).toEqual(['blob']);
  });

  it('is published by the first owner when the second gives up', async () => {
    await using folder = await temporaryFolder();
    const target = join(folder.path, 'blob');
    await using first = await openPartialFile(target, file);
    await first.write(Buffer.from(content));
    await (await openPartialFile(target, file)).discard();
    expect(await folder.list()).toEqual([]);
    await first.finish(target);
    expect(await readFile(target, 'utf8')).toBe(content);
    expect(await folder.list()).toEqual(['blob']);
  });

  it('replaces a target with other content, although its own name was removed', async () => {
    await using folder = await temporaryFolder();
    const target = join(folder.path, 'blob');
    await using partial = await openPartialFile(target, file);
    await partial.write(Buffer.from(content));
    await rm(partial.path);
    await writeFile(target, 'x'.repeat(content.length));
    await partial.finish(target);
    expect(await readFile(target, 'utf8')).toBe(content);
  });
});
