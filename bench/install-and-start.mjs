// node bench/install-and-start.mjs [--json]: measures the size of a user's install and the time to the first answer.
// Packs the packages, installs them with plain npm into an empty folder, and starts a small program seven times.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWithNpm, tarballDependencies } from '../scripts/gates/pack.mjs';
import { setUp } from '../scripts/set-up/set-up.mjs';

const starts = 7;
const bundledModels = ['@x/model-all-minilm-l6-v2', '@x/model-bge-small-reranker-en'];

/** The packages to install and the program to time, from its start to its first answer. */
const cases = [
  {
    name: 'first vector (embed + all-MiniLM-L6-v2)',
    packages: ['@x/embed', '@x/model-all-minilm-l6-v2'],
    program: `import { TextEmbedding } from '@x/embed';
      const embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
      await embedding.embed(['hello world']);`,
  },
  {
    name: 'first ranking (cross-encoder + bge-small-reranker-en)',
    packages: ['@x/cross-encoder', '@x/model-bge-small-reranker-en'],
    program: `import { TextCrossEncoder } from '@x/cross-encoder';
      const reranker = await TextCrossEncoder.load('x/bge-small-reranker-en');
      await reranker.rerank('hello', ['hello world', 'goodbye']);`,
  },
  {
    name: 'first query (qdrant-adapter, in memory)',
    packages: ['@x/qdrant-adapter'],
    program: `import { QdrantClient } from '@x/qdrant-adapter';
      const client = new QdrantClient(':memory:');
      await client.createCollection('c', { vectors: { size: 2, distance: 'Cosine' } });
      await client.query('c', { query: [1, 0] });`,
  },
  {
    name: 'first search (pipeline, both models)',
    packages: ['@x/pipeline', '@x/embed', '@x/cross-encoder', '@x/qdrant-adapter', ...bundledModels],
    program: `import { TextCrossEncoder } from '@x/cross-encoder';
      import { SparseTextEmbedding, TextEmbedding } from '@x/embed';
      import { createSearchPipeline } from '@x/pipeline';
      import { createSearchStore, QdrantClient } from '@x/qdrant-adapter';
      const embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
      const words = await SparseTextEmbedding.load('Qdrant/bm25');
      const reranker = await TextCrossEncoder.load('x/bge-small-reranker-en');
      const client = new QdrantClient(':memory:');
      const store = createSearchStore(client, { collection: 'c', dimension: embedder.dimension });
      const search = createSearchPipeline({ embedder, words, store, reranker });
      await search.index([{ id: 1, payload: { text: 'hello world' } }]);
      await search.search('hello');`,
  },
];

await setUp();
const results = [];
for (const one of cases) results.push(await measure(one));
report(results);

/** @param {{ name: string, packages: string[], program: string }} one */
async function measure({ name, packages, program }) {
  const folder = mkdtempSync(join(tmpdir(), 'x-bench-install-'));
  try {
    const dependencies = await tarballDependencies(packages);
    await installWithNpm(folder, { private: true, type: 'module', dependencies });
    writeFileSync(join(folder, 'program.js'), `${program}\nprocess.stdout.write(String(performance.now()));`);
    const times = Array.from({ length: starts }, () => startOnce(folder)).toSorted((a, b) => a - b);
    const megabytes = (/** @type {string} */ path) => Math.round(sizeOf(path) / 1e5) / 10;
    const modules = join(folder, 'node_modules');
    const native = ['onnxruntime-node', 'tokenizers'].map((one) => ({ one, size: megabytes(join(modules, one)) }));
    const installMB = megabytes(modules);
    return {
      name,
      installMB,
      prunedMB: prune(folder) ? megabytes(modules) : undefined,
      nativeMB: Object.fromEntries(native.filter(({ size }) => size > 0).map(({ one, size }) => [one, size])),
      medianMs: Math.round(times[Math.floor(starts / 2)] ?? 0),
      fastestMs: Math.round(times[0] ?? 0),
      slowestMs: Math.round(times.at(-1) ?? 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Removes the native code of other platforms and checks that the program still runs.
 *
 * @param {string} folder
 * @returns {boolean} false when `@x/onnx-runtime` is not installed
 */
function prune(folder) {
  const program = join(folder, 'node_modules/@x/onnx-runtime/dist/bin.js');
  if (sizeOf(program) === 0) return false;
  const { status, stderr } = spawnSync(process.execPath, [program, 'prune'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`pruning exited with code ${status}:\n${stderr}`);
  startOnce(folder);
  return true;
}

/**
 * Returns the milliseconds from the start of the process to the program's answer, by the process's own clock.
 *
 * @param {string} folder
 */
function startOnce(folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['program.js'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the program exited with code ${status}:\n${stderr}`);
  return Number(stdout);
}

/**
 * Returns the size of all files below a path in bytes, or 0 when the path does not exist.
 *
 * @param {string} path
 * @returns {number}
 */
function sizeOf(path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return 0;
  if (!info.isDirectory()) return info.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** @param {readonly Awaited<ReturnType<typeof measure>>[]} rows */
function report(rows) {
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), platform: process.platform };
  const versions = { node: process.versions.node };
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ machine, versions, starts, rows }, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node.js ${versions.node}\n`);
  for (const { name, installMB, prunedMB, nativeMB, medianMs, fastestMs, slowestMs } of rows) {
    const native = Object.entries(nativeMB).map(([one, size]) => `${one} ${size}`);
    const note = native.length === 0 ? '' : ` (${native.join(', ')})`;
    process.stdout.write(
      `${name}: ${installMB} MB installed${note}${prunedMB === undefined ? '' : `, ${prunedMB} MB after pruning`}; ${medianMs} ms (${fastestMs} to ${slowestMs})\n`,
    );
  }
}
