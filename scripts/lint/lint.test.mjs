import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, it } from 'vitest';

import { ROOT } from '../set-up/workspace.mjs';
import { findCircles } from './find-circles.mjs';
import { readSourceImports } from './source-imports.mjs';

/** @param {Record<string, string[]>} imports */
const circlesOf = (imports) => findCircles(new Map(Object.entries(imports)));

/**
 * Returns the messages of oxlint about a folder.
 *
 * @param {string} root
 * @param {object} rules
 */
async function lint(root, rules) {
  const plugin = fileURLToPath(new URL('plugin.mjs', import.meta.url));
  await writeFile(join(root, '.oxlintrc.json'), JSON.stringify({ jsPlugins: [plugin], categories: {}, rules }));
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const stdout = await new Promise((resolve) => {
    execFile(process.execPath, [oxlint, '--format', 'json'], { cwd: root }, (_, output) => resolve(output));
  });
  return JSON.parse(stdout).diagnostics.map(
    (/** @type {{ filename: string, message: string }} */ { filename, message }) => `${filename}: ${message}`,
  );
}

describe('findCircles', () => {
  it('returns an empty list when all imports lead to lower layers', () => {
    expect(circlesOf({ 'a/x.ts': ['a/y.ts', 'b/x.ts'], 'b/x.ts': ['b/deep/z.ts'], 'index.ts': ['a/x.ts'] })).toEqual(
      [],
    );
  });

  it('finds folders that import each other through different files', () => {
    const rooms = ['a', 'b'];
    expect(circlesOf({ 'a/x.ts': ['b/x.ts'], 'b/y.ts': ['a/y.ts'], 'c/x.ts': ['a/x.ts'] })).toEqual([
      { from: 'a/x.ts', to: 'b/x.ts', rooms },
      { from: 'b/y.ts', to: 'a/y.ts', rooms },
    ]);
  });

  it('finds a circle of two files and a folder', () => {
    const three = circlesOf({ 'p/a.ts': ['p/b.ts'], 'p/b.ts': ['p/c/d.ts'], 'p/c/e.ts': ['p/a.ts'] });
    expect(three.map(({ from }) => from)).toEqual(['p/a.ts', 'p/b.ts', 'p/c/e.ts']);
    expect(three[0]?.rooms).toEqual(['p/a.ts', 'p/b.ts', 'p/c']);
  });

  it('ignores imports between a folder and its contents', () => {
    expect(circlesOf({ 'p/table.ts': ['p/routes/one.ts'], 'p/routes/one.ts': ['p/route.ts'] })).toEqual([]);
  });
});

describe('the rules', () => {
  const folders = /** @type {string[]} */ ([]);
  afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

  /** @param {Record<string, string>} files */
  const treeOf = async (files) => {
    const root = await mkdtemp(join(tmpdir(), 'x-lint-'));
    folders.push(root);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return root;
  };

  const floors = ['error', { root: 'src', floors: ['ground', ['left', 'right'], 'index.ts'] }];

  it('floors rejects imports of a higher layer, the same layer, or a folder without a layer, types included, and ignores files without one', async () => {
    const root = await treeOf({
      'src/ground/a.ts': "import type { L } from '../left/l.ts';\nexport const a: L = 1;\n",
      'src/left/l.ts': "export * from '../right/r.ts';\nexport type L = number;\n",
      'src/right/r.ts':
        "import { a } from '../ground/a.ts';\nimport { n } from '../new/n.ts';\nexport const r = a + n;\n",
      'src/new/n.ts': 'export const n = 1;\n',
      'src/file.ts': "export { r } from './right/r.ts';\n",
      'src/index.ts': "export { r } from './right/r.ts';\n",
    });
    const messages = await lint(root, { 'x/floors': floors });
    expect(messages.toSorted()).toEqual([
      expect.stringMatching(/ground\/a\.ts: ground may import only from lower layers, and left is not in one/),
      expect.stringMatching(/left\/l\.ts: left may import only from lower layers, and right is not in one/),
      expect.stringMatching(/right\/r\.ts: new is in no layer/),
    ]);
  });

  it('no-circle rejects every import of a circle of folders, also through package names', async () => {
    const root = await treeOf({
      'packages/a/package.json': JSON.stringify({ name: '@x/a', exports: { '.': { default: './dist/index.js' } } }),
      'packages/a/src/index.ts': "import { tool } from '../../../tooling/tool.ts';\nexport const a = tool;\n",
      'tooling/tool.ts': "import type { a } from '@x/a';\nexport const tool = 1 as unknown as typeof a;\n",
      'tooling/tool.test.ts': "import '../packages/a/src/index.ts';\n",
    });
    expect(readSourceImports(root)).toEqual(
      new Map([
        ['packages/a/src/index.ts', ['tooling/tool.ts']],
        ['tooling/tool.ts', ['packages/a/src/index.ts']],
      ]),
    );
    const messages = await lint(root, { 'x/no-circle': 'error' });
    expect(messages.toSorted()).toEqual([
      expect.stringContaining(
        'index.ts: the import of tooling/tool.ts is part of a circular dependency between packages, tooling',
      ),
      expect.stringContaining(
        'tool.ts: the import of packages/a/src/index.ts is part of a circular dependency between packages, tooling',
      ),
    ]);
  });
});
