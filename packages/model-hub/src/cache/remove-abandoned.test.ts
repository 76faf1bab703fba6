import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { removeAbandoned } from './remove-abandoned.ts';

describe('removeAbandoned', () => {
  it('removes only this package’s temporary files, after a week', async () => {
    await using folder = await temporaryFolder();
    const old = 'aa.0b9ee5ab-93f1-4f3c-9a37-2b1c4f1f8b10.incomplete';
    const young = 'aa.1b9ee5ab-93f1-4f3c-9a37-2b1c4f1f8b10.incomplete';
    const files = [old, young, 'aa.incomplete', 'aa'];
    await folder.write(Object.fromEntries(files.map((name) => [name, 'x'])));
    const now = 1_700_000_000_000;
    for (const name of files) {
      const time = new Date(name === young ? now - 6 * 86_400_000 : now - 8 * 86_400_000);
      await utimes(join(folder.path, name), time, time);
    }
    await removeAbandoned(folder.path, now);
    expect(await folder.list()).toEqual([young, 'aa', 'aa.incomplete'].toSorted());
  });
});
