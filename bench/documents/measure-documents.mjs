// Indexes a folder of files with the search program, searches it, and embeds the same passages without the program. Prints one JSON
// object.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { QdrantClient } from '../../packages/qdrant-adapter/dist/index.js';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { runNode } from '../../scripts/set-up/run.mjs';
import { MEASURES_MEMORY } from '../side-by-side/process-memory.mjs';
import { readProcessorTime } from '../side-by-side/processor-time.mjs';
import { countWords } from '../texts/make-texts.mjs';
import { makeQueries, makeTree } from './make-tree.mjs';
import { PROGRAM, startServer } from './search-client.mjs';

/**
 * @typedef {object} Measured
 * @property {number} passages
 * @property {Work} index indexing of all passages by the program
 * @property {Work} embed embedding of `embedded` passages by the embedder alone
 * @property {number} embedded
 * @property {number} refreshMs a refresh of the unchanged folder, measured inside the program
 * @property {readonly number[]} wholeMs refreshes in fresh processes, from the start of the process to its end
 * @property {readonly number[]} answerMs refreshes in fresh processes that also answer a query
 * @property {readonly number[]} searchMs
 * @property {readonly number[]} rerankMs
 * @property {number} diskMB
 */

/** @typedef {{ seconds: number, processorSeconds: number }} Work */

const { files, queries, reranked, embedded, rounds, model, folder } =
  /** @type {{ files: number, queries: number, reranked: number, embedded: number, rounds: number, model: string, folder: string }} */ (
    JSON.parse(process.argv[2] ?? '{}')
  );
const words = await countWords(await Tokenizer.load(model, { maxLength: 256 }));
const cwd = mkdtempSync(join(folder, 'tree-'));
// Without this option, the program could find the index of a parent folder.
const inPlace = ['--index', '.x-search'];
try {
  mkdirSync(join(cwd, 'docs'));
  makeTree(join(cwd, 'docs'), { words, count: files });
  const asked = makeQueries({ words, count: queries });
  const served = await indexAndSearch(asked);
  const rerankMs = await searchReranked(asked.slice(0, reranked));
  /** @param {readonly string[]} args */
  const inFreshProcesses = async (...args) => {
    const times = [];
    for (let round = 0; round < rounds; round++) times.push(await timed(() => runProgram(args)));
    return times;
  };
  const wholeMs = await inFreshProcesses('docs');
  const answerMs = await inFreshProcesses('docs', asked[0] ?? '');
  const alone = await embedAlone();
  /** @type {Measured} */
  const measured = { ...served, ...alone, rerankMs, wholeMs, answerMs, diskMB: sizeOf(join(cwd, '.x-search')) / 1e6 };
  process.stdout.write(JSON.stringify(measured));
} finally {
  rmSync(cwd, { recursive: true, force: true });
}

/** @param {readonly string[]} asked */
async function indexAndSearch(asked) {
  const server = await startServer({ cwd, args: [...inPlace, 'docs'] });
  // The first search loads the models.
  await server.call('search', { query: 'warm' });
  let passages = 0;
  const index = await worked(server.pid, async () => {
    passages = Number((await server.call('index'))['passages']);
  });
  const refreshMs = Number((await server.call('index'))['totalMs']);
  const searchMs = await timesOf(server, asked);
  await server.close();
  return { passages, index, refreshMs, searchMs };
}

/** @param {readonly string[]} asked */
async function searchReranked(asked) {
  const server = await startServer({ cwd, args: [...inPlace, '--rerank', 'docs'] });
  const times = await timesOf(server, asked);
  await server.close();
  return times;
}

/**
 * Returns the milliseconds of each query.
 *
 * @param {Awaited<ReturnType<typeof startServer>>} server
 * @param {readonly string[]} asked
 */
async function timesOf(server, asked) {
  await server.call('search', { query: 'warm' });
  const times = [];
  for (const query of asked) times.push(await timed(() => server.call('search', { query })));
  return times;
}

/** @param {readonly string[]} args */
async function runProgram(args) {
  const { code, output } = await runNode(PROGRAM, ['--offline', ...inPlace, ...args], { cwd, capture: true });
  if (code !== 0) throw new Error(`x-search exited with code ${code}:\n${output}`);
}

/** Measures the embedder alone, over an evenly spaced sample of the passages in the index. */
async function embedAlone() {
  const client = new QdrantClient({ path: join(cwd, '.x-search/passages') });
  const texts = [];
  for await (const { payload } of client.scrollAll('passages', { limit: 1000, with_payload: true })) {
    const { file, title, headings, text } =
      /** @type {{ file: string, title?: string, headings: readonly string[], text: string }} */ (payload);
    // The program embeds the headings in front of a passage, too.
    const names = title === undefined || headings[0] === title ? headings : [title, ...headings];
    texts.push(`${names.length === 0 ? file : names.join(' > ')}\n${text}`);
  }
  await client.close();
  const sample = texts.filter((_, index) => (index * embedded) % texts.length < embedded);
  const embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', {
    modelPath: model,
    truncationPolicy: 'truncate',
  });
  await embedder.passageEmbedWithTokens(sample.slice(0, 32));
  const embed = await worked(process.pid, () => embedder.passageEmbedWithTokens(sample));
  await embedder.dispose();
  return { embed, embedded: sample.length };
}

/**
 * Measures the seconds and the processor time of some work.
 *
 * @param {number} pid the process that does the work
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Work>}
 */
async function worked(pid, work) {
  const before = MEASURES_MEMORY ? readProcessorTime(pid).own : Number.NaN;
  const milliseconds = await timed(work);
  const after = MEASURES_MEMORY ? readProcessorTime(pid).own : Number.NaN;
  return { seconds: milliseconds / 1000, processorSeconds: (after - before) / 100 };
}

/**
 * Returns the milliseconds that `work` takes.
 *
 * @param {() => Promise<unknown>} work
 */
async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Returns the size of all files in a folder, in bytes. @param {string} path */
function sizeOf(path) {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  const found = names.map((name) => statSync(join(path, name)));
  return found.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}
