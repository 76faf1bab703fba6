// The program as a person runs it: built, in a folder of documents.
import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runSearch, type SearchRun } from './__tests__/run-search.ts';
import { temporaryFolder, type TemporaryFolder } from './__tests__/temporary-folder.ts';

let folder: TemporaryFolder;
const run = (...args: string[]): Promise<SearchRun> => runSearch(args, { cwd: folder.path });

const documents = {
  'docs/bees.md':
    '# Bees\n\nA hive is home to thousands.\n\n## Honey\n\nBees collect nectar and fan it until honey is left.\n',
  'docs/pumps.md': '---\ntitle: Pumps\n---\n\n# Errors\n\nError E1042 means that the pump has no water.\n',
  'docs/page.html': '<h1>Volcanoes</h1>\n<p>They throw ash.</p>',
  'docs/logo.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0),
  'notes/bread.txt': 'Bread needs flour, water, salt and time.\n',
};

beforeAll(async () => {
  folder = await temporaryFolder(documents);
  // Files that were only just written are read twice, which the program tells of.
  for (const name of Object.keys(documents)) await utimes(join(folder.path, name), 1e9, 1e9);
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

describe('x-search, the first time', () => {
  it('says what to do where nothing is indexed', async () => {
    const { status, stderr } = await run('how is honey made');
    expect(status).toBe(1);
    expect(stderr).toBe(
      `Nothing is indexed in ${join(folder.path, '.x-search')}. Name a folder to search: x-search FOLDER "how is honey made"\n`,
    );
  });

  it('indexes a folder and answers, with the file, the lines and the headings', async () => {
    const { status, stdout, stderr } = await run('docs', 'how is honey made', '--offline', '--limit', '1');
    expect(stdout).toBe(
      '1  docs/bees.md:5-7  Bees > Honey\n   ## Honey\n   Bees collect nectar and fan it until honey is left.\n',
    );
    expect(stderr).toMatch(
      /^Indexing files\nIndexed 3 files in 4 passages in [\d.]+ s; 3 files are searched\.\nLeft out 1 file: docs\/logo\.png \(binary\)\.\n$/,
    );
    expect(status).toBe(0);
  });
});

describe('x-search, then', () => {
  it('answers from the index, in a folder below it, too', async () => {
    await mkdir(join(folder.path, 'docs/deep'), { recursive: true });
    const { stdout, stderr } = await runSearch(['E1042', '--limit', '1'], { cwd: join(folder.path, 'docs/deep') });
    expect(stdout).toMatch(/^1 {2}\/.*docs\/pumps\.md:5-7 {2}Errors\n {3}# Errors\n {3}Error E1042 means/);
    expect(stderr).toBe('');
  });

  it('finds what has changed since, and searches only the folder that is named', async () => {
    const { stdout, stderr } = await run('notes', 'what does bread need', '--json');
    expect(stderr).toMatch(/Indexed 1 file in 1 passage in .* 1 file is searched\.\n$/);
    const { query, passages } = JSON.parse(stdout) as { query: string; passages: { matches: object[] }[] };
    expect(query).toBe('what does bread need');
    expect(passages).toEqual([
      {
        file: 'notes/bread.txt',
        passage: 0,
        headings: [],
        lines: [1, 1],
        score: expect.any(Number) as number,
        text: 'Bread needs flour, water, salt and time.',
        matches: expect.arrayContaining([{ start: 6, end: 11, weight: expect.any(Number) as number }]) as object[],
      },
    ]);
  });

  it('prints each file once with --files', async () => {
    const { stdout } = await run('bees and honey', '--files', '--no-refresh', '--limit', '2');
    expect(stdout).toBe('docs/bees.md\n');
  });

  it('searches the title and the headings with the text', async () => {
    const { stdout } = await run('volcanoes', '--files', '--no-refresh', '--limit', '1');
    expect(stdout).toBe('docs/page.html\n');
  });

  it('marks the words of the query in the best lines, with a model that does not compare word by word, too', async () => {
    const index = join(folder.path, 'static');
    const { stdout } = await run('docs', 'pumps without water', '--index', index, '--model', 'x/static-en', '--json', '--limit', '1'); // prettier-ignore
    const [passage] = (
      JSON.parse(stdout) as { passages: { text: string; matches: { start: number; end: number }[] }[] }
    ).passages;
    expect(passage!.matches.map(({ start, end }) => passage!.text.slice(start, end))).toEqual(['pump', 'water']);
  });

  it('has a reranker judge the best when asked to', async () => {
    const { status, stdout } = await run('how is honey made', '--rerank', '--no-refresh', '--limit', '1', '--offline');
    expect([status, stdout.split('\n')[0]]).toEqual([0, '1  docs/bees.md:5-7  Bees > Honey']);
  });

  it('says what is indexed, and forgets a folder', async () => {
    expect((await run('status')).stdout).toBe(
      [
        '4 files in 5 passages, embedded by sentence-transformers/all-MiniLM-L6-v2.',
        'Index: .x-search',
        'Searched: docs',
        'Searched: notes',
      ].join('\n') + // prettier-ignore
        '\nLeft out: docs/logo.png (binary)\n',
    );
    expect((await run('forget', 'notes')).stdout).toBe('Removed 1 file from the index.\n');
    expect((await run('status')).stdout).toMatch(/^3 files in 4 passages/);
    const { status, stderr } = await run('forget', 'notes');
    expect([status, stderr]).toEqual([
      1,
      `${join(folder.path, 'notes')} is not searched. Searched are: ${join(folder.path, 'docs')}.\n`,
    ]);
  });
});

describe('x-search, wrong', () => {
  it.each([
    [['--limit', '0', 'a'], '--limit must be a whole number from 1 to 100, but is "0".'],
    [['./dosc', 'a'], 'There is no file or folder ./dosc.'],
    [['--files', '--json', 'a'], '--files and --json cannot be given together.'],
    [['forget'], 'forget needs the folders to forget.'],
    [
      ['--model', 'another/model', 'a'],
      'The index was made with the model sentence-transformers/all-MiniLM-L6-v2, not another/model.',
    ],
    [['--rerank-url', 'http://127.0.0.1:1', 'a'], '--rerank-url needs --reranker NAME.'],
    [['--colour', 'a'], "Unknown option '--colour'"],
  ])('leaves with 2 and the usage: %j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: x-search');
  });

  it('leaves with 1 and one sentence where a language is not known', async () => {
    const { status, stderr } = await run('docs', '--index', join(folder.path, 'other'), '--language', 'klingon', 'a');
    expect(status).toBe(1);
    expect(stderr).toMatch(/language .*klingon/);
    expect(stderr).not.toContain('    at ');
  });
});
