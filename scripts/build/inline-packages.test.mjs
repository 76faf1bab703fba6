import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inlinePackages } from './inline-packages.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'x-inline-'));
  write({
    'package.json': '{ "name": "own" }',
    'node_modules/client/package.json': '{ "name": "client", "types": "types/index.d.ts", "main": "index.js" }',
    'node_modules/client/index.js': '',
    'node_modules/client/LICENSE': 'license of client',
    'node_modules/client/types/index.d.ts': "export { Shape } from './deep/shape.js';\nexport * from 'below';\n",
    'node_modules/client/types/deep/shape.d.ts': "export type Shape = import('below').Below;\n",
    'node_modules/client/types/unused.d.ts': 'export {};\n',
    'node_modules/below/package.json': '{ "name": "below", "types": "index.d.ts", "main": "index.js" }',
    'node_modules/below/index.js': '',
    'node_modules/below/LICENSE': 'license of below',
    'node_modules/below/index.d.ts': 'export type Below = 1;\n',
    'node_modules/@scope/bundled/LICENCE.md': 'license of bundled',
    'dist/own.d.ts': "import type { Shape } from 'client';\nimport type { Other } from 'other';\n",
    'dist/deep/own.d.ts': "export * from 'client';\n",
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {Readonly<Record<string, string>>} files */
function write(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** @param {string} path */
const read = (path) => readFileSync(join(folder, path), 'utf8');

function inline() {
  const output = join(folder, 'dist');
  const modules = ['src/own.ts', 'node_modules/@scope/bundled/deep/code.js'].map((path) => join(folder, path));
  const declarations = ['own.d.ts', 'deep/own.d.ts'].map((path) => join(output, path));
  inlinePackages({ output, declarations, inlined: ['client'], modules });
  const names = readdirSync(join(output, 'inlined'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.|LIC/.test(name));
}

test('inlinePackages copies the declarations that are reached and the licenses of all bundled packages', () => {
  expect(inline().toSorted()).toEqual([
    '@scope/bundled/LICENSE',
    'below/LICENSE',
    'below/index.d.ts',
    'client/LICENSE',
    'client/types/deep/shape.d.ts',
    'client/types/index.d.ts',
  ]);
});

test('every declaration imports the copies and leaves imports of other packages unchanged', () => {
  inline();
  expect(read('dist/own.d.ts')).toBe(
    "import type { Shape } from './inlined/client/types/index.js';\nimport type { Other } from 'other';\n",
  );
  expect(read('dist/deep/own.d.ts')).toBe("export * from '../inlined/client/types/index.js';\n");
  expect(read('dist/inlined/client/types/index.d.ts')).toContain("from '../../below/index.js'");
  expect(read('dist/inlined/client/types/deep/shape.d.ts')).toContain("import('../../../below/index.js')");
});

test('a second run produces the same files', () => {
  const files = inline();
  const text = read('dist/own.d.ts');
  expect(inline()).toEqual(files);
  expect(read('dist/own.d.ts')).toBe(text);
});
