import { posix } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { filesBelow, isBelow } from './files-below.ts';

describe('isBelow', () => {
  it.each([
    ['docs/a.md', 'docs', true],
    ['docs', 'docs', true],
    ['docsy/a.md', 'docs', false],
    ['docs', 'docs/a.md', false],
    ['a.md', '', true],
    ['../a.md', '', false],
    ['..', '', false],
    ['..a.md', '', true],
    ['a.md', '..', true],
    ['', '..', true],
    ['../a.md', '..', true],
    ['../../a.md', '..', false],
    ['../docs/a.md', '../docs', true],
    ['docs/a.md', '../docs', false],
    ['a:b.md', '', true],
  ])('tells whether %j is below %j', (file, folder, expected) => {
    expect(isBelow(file, [folder])).toBe(expected);
  });

  it('agrees with the absolute paths', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const path = fc.array(name, { maxLength: 4 }).map((names) => `/${names.join('/')}`);
    fc.assert(
      fc.property(path, path, path, (base, folder, file) => {
        const [folderKey, fileKey] = [posix.relative(base, folder), posix.relative(base, file)];
        const expected = file === folder || file.startsWith(folder === '/' ? '/' : `${folder}/`);
        expect(isBelow(fileKey, [folderKey])).toBe(expected);
      }),
    );
  });
});

it('filesBelow returns the files below any of the folders', () => {
  expect(filesBelow(['a', 'b/c'], ['a/1', 'b/2', 'b/c/3', 'd'])).toEqual(['a/1', 'b/c/3']);
  expect(filesBelow([], ['a/1'])).toEqual([]);
});
