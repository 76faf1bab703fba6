// What a JavaScript contestant is made of: commands come in on stdin, one JSON object per line, answers leave on stdout.
// Nothing heavy is imported here: the time to the first vector is measured, too.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @typedef {object} Settings
 * @property {string} embedder directory of the embedding model
 * @property {string} reranker directory of the reranking model
 * @property {number} threads that one run of a model may use
 * @property {number} maxLength most tokens of a text
 * @property {'fp32' | 'int8'} [dtype] number format of the weights, for this project
 *
 * @typedef {ArrayLike<number>} Vector
 *
 * @typedef {object} Contestant
 * @property {Readonly<Record<string, string>>} versions of the packages that do the work
 * @property {(texts: readonly string[]) => Promise<readonly Vector[]>} embed
 * @property {(texts: readonly string[]) => Promise<unknown>} [prepare] work on the texts that `embed` is not charged with
 * @property {(texts: Iterable<string>) => AsyncIterable<Vector>} [stream]
 * @property {(query: string, documents: readonly string[]) => Promise<readonly number[]>} [rerank]
 * @property {(query: string, documents: readonly string[]) => Promise<unknown>} [preparePairs] likewise for `rerank`
 * @property {(texts: readonly string[]) => Promise<readonly Vector[]>} [vectors] for comparison, where `embed` gives none
 * @property {(texts: readonly string[]) => Promise<readonly Vector[]>} [firstTokens] for comparison: what the first token became
 *
 * @typedef {{ task: string, file: string, count: number }} Command
 */

/**
 * Loads the contestant, embeds one text, says so, and answers commands until stdin ends.
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
  const lines = readFileSync(file, 'utf8').split('\n', task === 'rerank' ? count + 1 : count); // its query comes first
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
      throw new Error(`There is no task "${task}".`);
  }
}

/**
 * @param {number} items
 * @param {() => Promise<unknown>} work its properties `latenciesMs` and `scores` become part of the answer
 */
async function timed(items, work) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await wait(5); // gaps are counted from the monitor's first tick, which must come before the work
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  await wait(5); // a gap that lasted to the end of the work is seen by the tick after it
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
  throw new Error('This contestant cannot do that.');
}

/** @param {object} message */
function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
