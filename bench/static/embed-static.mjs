// Embeds the same texts alternately with the static model and with the transformer from which it was made. Prints one JSON object.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { StaticTextEmbedding, TextEmbedding } from '../../packages/embed/dist/index.js';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { uniform } from '../texts/lengths.mjs';
import { countWords, makeTexts } from '../texts/make-texts.mjs';

/**
 * @typedef {object} Measured results of one workload
 * @property {number[]} staticRates texts per second, one for each round
 * @property {number[]} processorRates texts per second of processor time, which the load of other programs affects less
 * @property {number[]} transformerRates
 * @property {number[]} gapsMs the longest gap of the event loop in each round of the static model
 */

const { workloads, rounds, models } =
  /** @type {{ workloads: { id: string, tokens: number, count: number, slow: number }[], rounds: number, models: { static: string, transformer: string } }} */ (
    JSON.parse(process.argv[2] ?? '{}')
  );
const words = await countWords(await Tokenizer.load(models.transformer, { maxLength: 256 }));
const start = performance.now();
const table = await StaticTextEmbedding.load('x/static-en', { modelPath: models.static });
await table.queryEmbed('hello world');
const loadMs = performance.now() - start;
const transformer = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', {
  modelPath: models.transformer,
});
/** @type {Record<string, Measured>} */
const measured = {};
for (const { id, tokens, count, slow } of workloads) {
  const texts = makeTexts({ words, seed: 7, count, length: uniform(tokens) }).map(({ text }) => text);
  /** @type {Measured} */
  const own = { staticRates: [], processorRates: [], transformerRates: [], gapsMs: [] };
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const fast = await timed(count, () => table.passageEmbed(texts));
    const other = await timed(slow, () => transformer.passageEmbed(texts.slice(0, slow)));
    if (round === 0) continue;
    own.staticRates.push(fast.rate);
    own.processorRates.push(fast.processorRate);
    own.gapsMs.push(fast.gapMs);
    own.transformerRates.push(other.rate);
  }
  measured[id] = own;
}
await transformer.dispose();
process.stdout.write(JSON.stringify({ loadMs, measured }));

/**
 * @param {number} count
 * @param {() => Promise<unknown>} work
 */
async function timed(count, work) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await wait(5); // the monitor counts gaps from its first tick, which must come before the work
  const begin = performance.now();
  const used = process.cpuUsage();
  await work();
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(used);
  await wait(5);
  delays.disable();
  return { rate: count / seconds, processorRate: count / ((user + system) / 1e6), gapMs: delays.max / 1e6 };
}
