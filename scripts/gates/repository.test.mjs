// Tests the gates that read files, each on a small temporary repository.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../set-up/workspace.mjs';
import { checkChangesets } from './changesets.mjs';
import { checkDecisions } from './decisions.mjs';
import { checkFences } from './fences/check-fences.mjs';
import { checkLinks } from './links.mjs';

/** @type {string} */
let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'x-gates-'));
  write('pnpm-workspace.yaml', 'packages:\n  - packages/*\n');
  write(
    'packages/one/package.json',
    JSON.stringify({ name: '@x/one', version: '0.0.0', type: 'module', exports: './index.js' }),
  );
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/**
 * @param {string} path
 * @param {string} content
 */
function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

describe('the links gate', () => {
  it('accepts files, folders, headings, images and paths from the root, and skips URLs', () => {
    write(
      'docs/a.md',
      '# Top\n[b](b.md#far-down) [folder](../packages) [self](#top) [root](/docs/b.md) [web](https://a.example/#x)',
    );
    write('docs/b.md', '## Far down\n![pixel](pixel.png)\n[mail](mailto:a@b.example)');
    write('docs/pixel.png', '');
    expect(checkLinks(root)).toEqual({ problems: [], note: '5 relative links in 2 files' });
  });

  it.each([
    ['[a](missing.md)', 'README.md:1: missing.md: the file does not exist: correct the link.'],
    ['\n[a](#nowhere)', 'README.md:2: #nowhere: the file has no heading "#nowhere": correct the link.'],
    ['[a](docs/b.md#nowhere)', 'README.md:1: docs/b.md#nowhere: the file has no heading "#nowhere": correct the link.'],
    ['[a](../outside.md)', 'README.md:1: ../outside.md: the path is outside the repository: correct the link.'],
  ])('rejects %j', (markdown, problem) => {
    write('docs/b.md', '# Here\n');
    write('README.md', markdown);
    expect(checkLinks(root).problems).toEqual([problem]);
  });

  it('skips installed packages, build output and fixtures', () => {
    for (const folder of ['node_modules/a', 'packages/one/dist', 'packages/one/src/__fixtures__']) {
      write(`${folder}/README.md`, '[a](missing.md)');
    }
    expect(checkLinks(root).problems).toEqual([]);
  });
});

describe('the decisions gate', () => {
  it('requires a row for each page and a file that names the page', () => {
    write('docs/decisions/README.md', '| [one](0001-one.md) | done |');
    write('docs/decisions/0001-one.md', '# One\n');
    write('docs/decisions/0002-two.md', '# Two, unlike [one](0001-one.md)\n');
    write('packages/one/index.ts', '// See docs/decisions/0001-one.md.');
    expect(checkDecisions(root)).toEqual({
      problems: [
        'docs/decisions/README.md does not list 0002-two.md: add a row.',
        'No other file names docs/decisions/0002-two.md: link to it from the text or comment that it explains.',
      ],
      note: '2 decisions',
    });
    write('docs/decisions/README.md', '| [one](0001-one.md) | [two](0002-two.md)');
    write('README.md', '[why](docs/decisions/0002-two.md)');
    expect(checkDecisions(root).problems).toEqual([]);
  });
});

describe('the changesets gate', () => {
  beforeEach(() => write('.changeset/README.md', '"@x/one": minor'));

  it('requires a changeset that names each published package', () => {
    expect(checkChangesets(root).problems).toEqual([expect.stringContaining('No changeset names @x/one')]);
    write('.changeset/first.md', '---\r\n"@x/one": minor\r\n---\r\n\r\nThe first release.\r\n');
    expect(checkChangesets(root).problems).toEqual([]);
  });

  it('requires no changeset for a package with a released version', () => {
    write('packages/one/package.json', JSON.stringify({ name: '@x/one', version: '0.1.0' }));
    expect(checkChangesets(root).problems).toEqual([]);
  });

  it('rejects a changeset that names an unpublished package', () => {
    write('packages/two/package.json', JSON.stringify({ name: '@x/two', version: '0.0.0', private: true }));
    write('.changeset/first.md', "---\n'@x/one': minor\n'@x/two': patch\n---\nBoth.\n");
    expect(checkChangesets(root).problems).toEqual([expect.stringContaining('first.md names @x/two')]);
  });
});

describe('the fences gate', { timeout: 30_000 }, () => {
  beforeEach(() => {
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(join(ROOT, 'node_modules/@types'), join(root, 'node_modules/@types'), 'junction');
    write('packages/one/index.d.ts', 'export declare const one: number;');
    write('packages/one/index.js', 'export const one = 1;');
  });

  it("compiles each fence separately against the workspace's packages and counts fences marked no-check", async () => {
    write(
      'packages/one/README.md',
      "```ts\nimport { one } from '@x/one';\nawait Promise.resolve(one.toFixed());\n```\n",
    );
    write(
      'README.md',
      '```ts\nconst same = 1;\n```\n```ts\nconst same = 2;\n```\n```ts no-check\nnot code\n```\n```sh\nls\n```\n',
    );
    expect(await checkFences(root)).toEqual({ problems: [], note: '3 fences, 0 of them run, 1 marked no-check' });
  });

  it('reports the document and the line of a compiler error', async () => {
    write('docs/deep/guide.md', "# Guide\n\n```ts\nimport { one } from '@x/one';\none.toUpperCase();\n```\n");
    const { problems } = await checkFences(root);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^docs\/deep\/guide\.md:5: error TS2339/);
    expect(problems[0]).toContain('no-check');
  });

  it('runs fences with expected output and reports one that prints something else', async () => {
    const program = "import { one } from '@x/one';\nconsole.log(one); // => ";
    write('packages/one/README.md', `\`\`\`ts\n${program}1\n\`\`\`\n\`\`\`ts network\n${program}3\n\`\`\`\n`);
    write('README.md', `\`\`\`ts\n${program}2\n\`\`\`\n`);
    const { problems, note } = await checkFences(root);
    expect(note).toBe('3 fences, 2 of them run, 0 marked no-check');
    expect(problems).toEqual([
      expect.stringMatching(/^README\.md:2: the program exited with code 0 and printed\n1\ninstead of\n2\n/),
    ]);
  });

  it('rejects an install command that would run scripts', async () => {
    write('README.md', '```sh\nnpm install --ignore-scripts @x/one\nnpm install @x/one\n```\n');
    expect((await checkFences(root)).problems).toEqual(['README.md:3: npm install @x/one: add --ignore-scripts.']);
  });

  it('lets a fence import another fence as a module', async () => {
    const other = "import { two } from './two.js';\nconsole.log(two); // => 2";
    write('README.md', `\`\`\`ts file=two.ts\nexport const two = 2;\n\`\`\`\n\`\`\`ts\n${other}\n\`\`\`\n`);
    expect((await checkFences(root)).problems).toEqual([]);
  });

  it('reports no problem for a repository without fences', async () => {
    expect(await checkFences(root)).toEqual({ problems: [], note: '0 fences, 0 of them run, 0 marked no-check' });
  });
});
