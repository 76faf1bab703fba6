import { expect, it } from 'vitest';
import { neededPackages } from '../pack.mjs';
import { parseUse } from './use.mjs';

/** @param {Record<string, object>} packages dependencies by name */
function manifests(packages) {
  return new Map(Object.entries(packages).map(([name, fields]) => [name, { name, version: '0.0.0', ...fields }]));
}

it('reads the expected output from the comments of a use, in order', () => {
  const use = parseUse('console.log(1); // => 1\nfor (;;) console.log(a); // => x y\n// => last  \n');
  expect(use.expected).toBe('1\nx y\nlast\n');
});

it('rejects a use that prints nothing', () => {
  expect(() => parseUse('run(); // no output')).toThrow('print something');
});

it('reads the packages that a use needs and whether it skips third-party declarations', () => {
  const use = parseUse('// needs: @x/model-a\n// needs: @x/model-b\n// skip-lib-check: b is broken\nlog(); // => 1');
  expect(use.needs).toEqual(['@x/model-a', '@x/model-b']);
  expect(use.skipLibCheck).toBe(true);
  expect(parseUse('// skip-lib-check:\nlog(); // => 1').skipLibCheck).toBe(false);
});

it('returns the needed packages of this repository transitively, each once, without packages from the registry', () => {
  const known = manifests({
    '@x/a': { dependencies: { '@x/b': '^0.0.0', lmdb: '3' }, peerDependencies: { '@x/c': '*' } },
    '@x/b': { dependencies: { '@x/c': '^0.0.0' } },
    '@x/c': { devDependencies: { '@x/d': '*' } },
    '@x/d': {},
  });
  expect(neededPackages(['@x/a', '@x/b'], known)).toEqual(['@x/a', '@x/b', '@x/c']);
});

it('rejects a needed package that this repository does not publish', () => {
  expect(() => neededPackages(['@x/none'], manifests({}))).toThrow('@x/none is not a published package');
});
