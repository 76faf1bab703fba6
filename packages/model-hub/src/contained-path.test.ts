import { join, posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isContainedPath } from './contained-path.ts';

describe('isContainedPath', () => {
  it.each(['model.onnx', 'onnx/model.onnx', 'a/b/c.onnx_data', '..model', 'refs/pr/1'])('accepts %s', (path) => {
    expect(isContainedPath(path)).toBe(true);
  });

  it.each([
    '',
    '/etc/passwd',
    '..',
    '../x',
    'a/../../x',
    'a//b',
    './a',
    'a/',
    'C:/x',
    'C:x',
    'a\\b',
    '\\\\host\\x',
    'a\0b',
    'a\nb',
  ])('refuses %j', (path) => {
    expect(isContainedPath(path)).toBe(false);
  });

  it('never accepts a path that leaves its directory on POSIX or Windows', () => {
    const segment = fc.constantFrom('..', '.', '', 'a', 'onnx', 'C:', '\\', '/', '..\\', ' ');
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('/', '\\'),
        (segments, separator) => {
          const path = segments.join(separator);
          fc.pre(isContainedPath(path));
          expect(posix.join('/base', path).startsWith('/base/')).toBe(true);
          expect(win32.join('C:\\base', path).startsWith('C:\\base\\')).toBe(true);
          expect(join('base', path)).not.toBe('base');
        },
      ),
    );
  });
});
