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

  it('searches in a file that is named, which is searched already, and keeps no root for it', async () => {
    expect((await run('docs/pumps.md', 'honey', '--files', '--limit', '3')).stdout).toBe('docs/pumps.md\n');
    expect((await run('status')).stdout).not.toContain('Searched: docs/pumps.md');
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
    [['--rerank-url', 'http://127.0.0.1:1', 'a'], '--rerank-url needs --reranker NAME.'],
    [['--colour', 'a'], "Unknown option '--colour'"],
    [['nosuchfolder/', 'a'], 'There is no file or folder nosuchfolder/.'],
    [['--index', '', 'docs', 'a'], '--index needs the name of a folder.'],
    [['--port', '80', 'a'], '--port means nothing to a search.'],
    [['mcp', '--json', 'docs'], '--json means nothing to mcp.'],
    [['status', '--watch'], '--watch means nothing to status.'],
    [['--watch', '--no-refresh', 'a'], '--watch and --no-refresh contradict each other.'],
  ])('leaves with 2 and says where the options are: %j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nAll options: x-search --help\n$/);
  });

  it.each([
    [
      ['--model', 'another/model', 'a'],
      /was made with the model sentence-transformers\/all-MiniLM-L6-v2, not another\/model\. Name another --index, or delete .*\.x-search to index again\./,
    ],
    [
      ['docs', '--index', 'docs', 'a'],
      /docs is no index, and is not empty\. Name a folder for the index alone: --index DIR/,
    ],
    [['docs', '--index', 'docs/bees.md', 'a'], /docs\/bees\.md cannot be the folder of an index \(ENOTDIR\)\./],
    [
      ['docs', '--index', '/proc/x', 'a'],
      /The index cannot be made in \/proc\/x \((ENOENT|EACCES)\)\. Name another folder: --index DIR/,
    ],
    [['status', '--index', 'docs/bees.md'], /Nothing is indexed in .*docs\/bees\.md\./],
    [['docs', '--index', 'other', '--language', 'klingon', 'a'], /language must be one of .*klingon/],
    [['docs', '--index', 'other', '--model', 'nope/nope', '--offline', 'a'], /nope\/nope/],
  ])('leaves with 1 and a sentence: %j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.replaceAll('\n', ' ')).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  it('writes nothing down of an index whose models cannot be loaded', async () => {
    const { status, stderr } = await run('docs', '--index', 'other', '--model', 'x/static-en', '--files', 'honey');
    expect([status, stderr]).toEqual([0, expect.stringMatching(/Indexed 3 files/)]);
  });

  it('says that an index is that of a folder above where another model is wanted', async () => {
    await mkdir(join(folder.path, 'docs/deep'), { recursive: true });
    const { status, stderr } = await runSearch(['--model', 'x/static-en', 'a'], {
      cwd: join(folder.path, 'docs/deep'),
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/It belongs to a folder above\. For one of its own: --index \.x-search/)]); // prettier-ignore
  });

  it('prints its version', async () => {
    expect(await run('--version')).toEqual({ status: 0, stdout: '0.0.0\n', stderr: '' });
  });
});
