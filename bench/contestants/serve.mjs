// The common part of all JavaScript contestants. It reads commands from stdin, one JSON object per line, and writes answers to stdout.
// It imports nothing large, because the benchmark also measures the time to the first vector.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @typedef {object} Settings
 * @property {string} embedder directory of the embedding model
 * @property {string} reranker directory of the reranking model
 * @property {number} threads number of threads that one run of a model may use
 * @property {number} maxLength maximum number of tokens of a text
 * @property {'fp32' | 'int8'} [dtype] number format of the weights; only this project reads it
 *
 * @typedef {ArrayLike<number>} Vector
 *
 * @typedef {object} Contestant
 * @property {Readonly<Record<string, string>>} versions versions of the packages that do the work
 * @property {(texts: readonly string[]) => Promise<readonly Vector[]>} embed
 * @property {(texts: readonly string[]) => Promise<unknown>} [prepare] work on the texts that is not part of the time of `embed`
 * @property {(texts: Iterable<string>) => AsyncIterable<Vector>} [stream]
 * @property {(query: string, documents: readonly string[]) => Promise<readonly number[]>} [rerank]
 * @property {(query: string, documents: readonly string[]) => Promise<unknown>} [preparePairs] work that is not part of the time of `rerank`
 * @property {(texts: readonly string[]) => Promise<readonly Vector[]>} [vectors] vectors to compare, when `embed` returns none
 * @property {(texts: readonly string[]) => Promise<readonly Vector[]>} [firstTokens] vectors to compare: the output of the first token
 *
 * @typedef {{ task: string, file: string, count: number }} Command
 */

/**
 * Loads the contestant, embeds one text, reports that it is ready, and answers commands until stdin ends.
 *
 * @param {(settings: Settings) => Promise<Contestant>} load
 */
export async function serve(load) {
  const contestant = await load(JSON.parse(process.argv[2] ?? '{}'));
  await contestant.prepare?.(['hello world']);
  const [first] = await contestant.embed(['hello world']);
  say({ ready: true, dimension: first?.length, versions: { node: process.versions.node, ...contestant.versions } });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say(await answer(contestant, JSON.parse(line)));
    } catch (error) {
      say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  process.exit(0);
}

/**
 * @param {Contestant} contestant
 * @param {Command} command
 */
async function answer(contestant, { task, file, count }) {
  const { embed, vectors = embed, rerank = unable, firstTokens = unable } = contestant;
  const lines = readFileSync(file, 'utf8').split('\n', task === 'rerank' ? count + 1 : count); // a reranking file starts with the query
  const texts = lines.map((line) => String(JSON.parse(line).text));
  const [query = '', ...documents] = texts;
  switch (task) {
    case 'embed':
      await contestant.prepare?.(texts);
      return timed(count, () => embed(texts));
    case 'stream':
      return timed(count, () => drain((contestant.stream ?? unable)(texts)));
    case 'rerank':
      await contestant.preparePairs?.(query, documents);
      return timed(count, async () => ({ scores: Array.from(await rerank(query, documents)) }));
    case 'one-by-one':
      return timed(count, () => oneByOne(embed, texts));
    case 'concurrent':
      return timed(count, () => concurrently(embed, texts));
    case 'vectors':
      return { vectors: (await vectors(texts)).map((vector) => Array.from(vector)) };
    case 'first-tokens':
      return { vectors: (await firstTokens(texts)).map((vector) => Array.from(vector)) };
    default:
      throw new Error(`Unknown task "${task}".`);
  }
}

/**
 * @param {number} items
 * @param {() => Promise<unknown>} work the properties `latenciesMs` and `scores` of its result become part of the answer
 */
async function timed(items, work) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await wait(5); // the monitor counts gaps from its first tick, which must come before the work
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  await wait(5); // the monitor records a gap at the next tick, also one that lasts until the work ends
  delays.disable();
  const { latenciesMs, scores } = /** @type {{ latenciesMs?: number[], scores?: number[] }} */ (result ?? {});
  const gap = { gapP99Ms: delays.percentile(99) / 1e6, gapMaxMs: delays.max / 1e6 };
  return { seconds, items, ...gap, latenciesMs, scores };
}

/** @param {AsyncIterable<Vector>} vectors */
async function drain(vectors) {
  let components = 0;
  for await (const vector of vectors) components += vector.length;
  return { components };
}

/**
 * @param {Contestant['embed']} embed
 * @param {readonly string[]} queries
 */
async function oneByOne(embed, queries) {
  /** @type {number[]} */
  const latenciesMs = [];
  for (const query of queries) {
    const start = performance.now();
    await embed([query]);
    latenciesMs.push(performance.now() - start);
  }
  return { latenciesMs };
}

/**
 * @param {Contestant['embed']} embed
 * @param {readonly string[]} queries
 */
async function concurrently(embed, queries) {
  const start = performance.now();
  const calls = queries.map((query) => embed([query]).then(() => performance.now() - start));
  return { latenciesMs: await Promise.all(calls) };
}

/** @returns {never} */
function unable() {
  throw new Error('This contestant does not support the task.');
}

/** @param {object} message */
function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
