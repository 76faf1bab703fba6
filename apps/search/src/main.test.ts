// Runs the built program in a folder of documents.
import { mkdir, rm, utimes } from 'node:fs/promises';
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
  // A file that was written moments ago is read again at the next search, and the program would report it.
  for (const name of Object.keys(documents)) await utimes(join(folder.path, name), 1e9, 1e9);
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

describe('x-search without an index', () => {
  it('prints what to do', async () => {
    const { status, stderr } = await run('how is honey made');
    expect(status).toBe(1);
    expect(stderr).toBe(
      `${join(folder.path, '.x-search')} contains no index. Name a folder to index: x-search FOLDER "how is honey made"\n`,
    );
  });

  it('indexes a folder and prints results with file, lines and headings', async () => {
    const { status, stdout, stderr } = await run('docs', 'how is honey made', '--offline', '--limit', '1');
    expect(stdout).toBe(
      '1  docs/bees.md:5-7  Bees > Honey\n   ## Honey\n   Bees collect nectar and fan it until honey is left.\n',
    );
    expect(stderr).toMatch(
      /^Indexing files\nIndexed 3 files \(4 passages\) in [\d.]+ s\. 3 files are searchable\.\nSkipped 1 file: docs\/logo\.png \(binary\)\.\n$/,
    );
    expect(status).toBe(0);
  });
});

describe('x-search with an index', () => {
  it('answers from the index of a parent folder', async () => {
    await mkdir(join(folder.path, 'docs/deep'), { recursive: true });
    const { stdout, stderr } = await runSearch(['E1042', '--limit', '1'], { cwd: join(folder.path, 'docs/deep') });
    expect(stdout).toMatch(/^1 {2}\/.*docs\/pumps\.md:5-7 {2}Errors\n {3}# Errors\n {3}Error E1042 means/);
    expect(stderr).toBe('');
  });

  it('indexes new files and searches only the named folder', async () => {
    const { stdout, stderr } = await run('notes', 'what does bread need', '--json');
    expect(stderr).toMatch(/Indexed 1 file \(1 passage\) in .* 1 file is searchable\.\n$/);
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

  it('also searches titles and headings', async () => {
    const { stdout } = await run('volcanoes', '--files', '--no-refresh', '--limit', '1');
    expect(stdout).toBe('docs/page.html\n');
  });

  it.each([
    [['nofolder', 'how is honey made'], 'nofolder'],
    [['docs/nofolder', 'honey', 'bees'], 'docs/nofolder'],
    [['index', 'honey'], 'index'],
  ])('says that a likely folder or command is part of the query: %j', async (args, word) => {
    const { status, stdout, stderr } = await run(...args, '--no-refresh', '--files', '--limit', '1');
    expect([status, stdout]).toEqual([0, 'docs/bees.md\n']);
    expect(stderr).toBe(`${word} is not an existing file or folder, so it is part of the query: "${args.join(' ')}"\n`);
  });

  it('says nothing about an unquoted query', async () => {
    expect((await run('how', 'is', 'honey', 'made', '--no-refresh', '--files', '--limit', '1')).stderr).toBe('');
  });

  it('returns the matching words with a model that has no token vectors', async () => {
    const index = join(folder.path, 'static');
    const { stdout } = await run('docs', 'pumps without water', '--index', index, '--model', 'x/static-en', '--json', '--limit', '1'); // prettier-ignore
    const [passage] = (
      JSON.parse(stdout) as { passages: { text: string; matches: { start: number; end: number }[] }[] }
    ).passages;
    expect(passage!.matches.map(({ start, end }) => passage!.text.slice(start, end))).toEqual(['pump', 'water']);
  });

  it('reranks the best passages with --rerank', async () => {
    const { status, stdout } = await run('how is honey made', '--rerank', '--no-refresh', '--limit', '1', '--offline');
    expect([status, stdout.split('\n')[0]]).toEqual([0, '1  docs/bees.md:5-7  Bees > Honey']);
  });

  it('searches a named file and adds no root for an indexed one', async () => {
    expect((await run('docs/pumps.md', 'honey', '--files', '--limit', '3')).stdout).toBe('docs/pumps.md\n');
    expect((await run('status')).stdout).not.toContain('Indexed: docs/pumps.md');
  });

  it('prints the status and forgets a folder', async () => {
    expect((await run('status')).stdout).toBe(
      [
        '4 files (5 passages), embedded with sentence-transformers/all-MiniLM-L6-v2.',
        'Index: .x-search',
        'Indexed: docs',
        'Indexed: notes',
      ].join('\n') + // prettier-ignore
        '\nSkipped: docs/logo.png (binary)\n',
    );
    expect((await run('forget', 'notes')).stdout).toBe('Removed 1 file from the index.\n');
    expect((await run('status')).stdout).toMatch(/^3 files \(4 passages\)/);
    const { status, stderr } = await run('forget', 'notes');
    expect([status, stderr]).toEqual([
      1,
      `${join(folder.path, 'notes')} is not in the index. Indexed: ${join(folder.path, 'docs')}.\n`,
    ]);
  });
});

it('describes why files are skipped, and says when nothing is indexed any more', async () => {
  await using other = await temporaryFolder({
    'docs/bees.txt': 'Bees make honey.',
    'docs/latin.txt': Uint8Array.of(0x63, 0xe9),
    'docs/a.pdf': 'no PDF',
  });
  const runThere = (...args: string[]): Promise<SearchRun> => runSearch([...args, '--offline'], { cwd: other.path });
  const { stderr } = await runThere('docs', 'honey', '--model', 'x/static-en');
  expect(stderr).toContain('docs/a.pdf (damaged, or not in the format of its extension)');
  expect(stderr).toContain('docs/latin.txt (not UTF-8, UTF-16 or the encoding that it states)');
  const { leftOut } = JSON.parse((await runThere('status', '--json')).stdout) as { leftOut: { reason: string }[] };
  expect(leftOut.map(({ reason }) => reason).toSorted()).toEqual(['damaged', 'encoding']);
  await runThere('forget', 'docs');
  const { status, stdout } = await runThere('honey');
  expect([status, stdout]).toEqual([0, 'Nothing is indexed. Name a folder to index: x-search FOLDER "honey"\n']);
});

it('answers from the other folders when one does not exist, and prints no name without a hit', async () => {
  await using other = await temporaryFolder({ 'a/ants.txt': 'Ants farm lice.', 'b/bees.txt': 'Bees make honey.' });
  for (const name of ['a/ants.txt', 'b/bees.txt']) await utimes(join(other.path, name), 1e9, 1e9);
  const runThere = (...args: string[]): Promise<SearchRun> => runSearch(args, { cwd: other.path });
  await runThere('a', 'b', 'ants', '--model', 'x/static-en');
  await rm(join(other.path, 'b'), { recursive: true });
  const gone = join(other.path, 'b');
  const warning = `${gone} cannot be read (ENOENT). Its indexed files are kept. To remove them from the index: x-search forget ${gone}\n`;
  expect(await runThere('ants', '--files', '--limit', '1')).toEqual({
    status: 0,
    stdout: 'a/ants.txt\n',
    stderr: warning,
  });
  await rm(join(other.path, 'a'), { recursive: true });
  expect(await runThere('ants', '--files')).toMatchObject({ status: 1, stdout: '' });
  expect((await runThere('forget', 'a', 'b')).status).toBe(0);
  expect(await runThere('ants', '--files')).toEqual({ status: 0, stdout: '', stderr: '' });
});

it('states why nothing is found when all files are skipped', async () => {
  await using other = await temporaryFolder({ 'scans/a.pdf': 'no PDF' });
  const { status, stdout, stderr } = await runSearch(['scans', 'honey', '--offline'], { cwd: other.path });
  expect([status, stdout]).toEqual([0, 'No passages found.\n']);
  expect(stderr).toMatch(/ 0 files are searchable\.\nSkipped 1 file: scans\/a\.pdf \(damaged, /);
});

describe('x-search with wrong arguments', () => {
  it.each([
    [['--limit', '0', 'a'], '--limit must be a whole number from 1 to 100, but is "0".'],
    [['./dosc', 'a'], './dosc does not exist. Name an existing file or folder.'],
    [['--files', '--json', 'a'], '--files and --json exclude each other. Use one of them.'],
    [['forget'], 'forget needs at least one folder.'],
    [['--rerank-url', 'http://127.0.0.1:1', 'a'], '--rerank-url needs --reranker NAME.'],
    [['--color', 'a'], "Unknown option '--color'"],
    [['nosuchfolder/', 'a'], 'nosuchfolder/ does not exist. Name an existing file or folder.'],
    [['--index', '', 'docs', 'a'], '--index needs a folder.'],
    [['--port', '80', 'a'], '--port has no effect on a search. Leave it out.'],
    [['mcp', '--json', 'docs'], '--json has no effect on mcp. Leave it out.'],
    [['status', '--watch'], '--watch has no effect on status. Leave it out.'],
    [['--watch', '--no-refresh', 'a'], '--watch and --no-refresh exclude each other. Use one of them.'],
    [['docs', '--index', 'other', '--language', 'klingon', 'a'], 'language must be one of '],
  ])('exits with 2, an error message and a pointer to --help: %j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nAll options: x-search --help\n$/);
  });

  it.each([
    [
      ['--model', 'another/model', 'a'],
      /uses the model sentence-transformers\/all-MiniLM-L6-v2, not another\/model\. Name another folder with --index, or delete .*\.x-search to index again\./,
    ],
    [
      ['docs', '--index', 'docs', 'a'],
      /docs is neither empty nor an index\. Name an empty folder for the index: --index DIR/,
    ],
    [['docs', '--index', 'docs/bees.md', 'a'], /docs\/bees\.md cannot be the folder of an index \(ENOTDIR\)\./],
    [
      ['docs', '--index', '/proc/x', 'a'],
      /The index cannot be created in \/proc\/x \((ENOENT|EACCES)\)\. Name another folder: --index DIR/,
    ],
    [['status', '--index', 'docs/bees.md'], /docs\/bees\.md contains no index\./],
    [['docs', '--index', 'other', '--model', 'nope/nope', '--offline', 'a'], /nope\/nope/],
  ])('exits with 1 and an error message: %j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.replaceAll('\n', ' ')).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  it('creates no index when the models cannot be loaded', async () => {
    const { status, stderr } = await run('docs', '--index', 'other', '--model', 'x/static-en', '--files', 'honey');
    expect([status, stderr]).toEqual([0, expect.stringMatching(/Indexed 3 files/)]);
  });

  it('names the parent folder whose index has another model', async () => {
    await mkdir(join(folder.path, 'docs/deep'), { recursive: true });
    const { status, stderr } = await runSearch(['--model', 'x/static-en', 'a'], {
      cwd: join(folder.path, 'docs/deep'),
    });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/That index belongs to a parent folder\. To create one in this folder: --index \.x-search/)]); // prettier-ignore
  });

  it('prints its version', async () => {
    expect(await run('--version')).toEqual({ status: 0, stdout: '0.0.0\n', stderr: '' });
  });
});
