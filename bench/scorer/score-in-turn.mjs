// Scores the same texts alternately one after another and all at once, in one process. Prints one JSON object.
import { TextCrossEncoder } from '../../packages/cross-encoder/dist/index.js';
import { toRelevanceScorer } from '../../packages/cross-encoder/dist/mastra/index.js';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { uniform } from '../texts/lengths.mjs';
import { countWords, makeTexts } from '../texts/make-texts.mjs';

/**
 * @typedef {object} Measured texts per second of both ways in each round, and the second rate divided by the first
 * @property {number[]} inTurn
 * @property {number[]} atATime
 * @property {number[]} factors
 */

const { workloads, rounds, model, threads, count } =
  /** @type {{ workloads: { id: string, tokens: number }[], rounds: number, model: string, threads: number, count: number }} */ (
    JSON.parse(process.argv[2] ?? '{}')
  );
const words = await countWords(await Tokenizer.load(model, { maxLength: 256 }));
const reranker = await TextCrossEncoder.load('x/bge-small-reranker-en', { modelPath: model, threads });
const scorer = toRelevanceScorer(reranker);
const query = 'which of these words does a beekeeper use in spring';
/** @type {Record<string, Measured>} */
const measured = {};
for (const { id, tokens } of workloads) {
  const texts = makeTexts({ words, seed: 7, count, length: uniform(tokens) }).map(({ text }) => text);
  /** @type {Measured} */
  const own = { inTurn: [], atATime: [], factors: [] };
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const slow = await rateOf(async () => {
      for (const text of texts) await scorer.getRelevanceScore(query, text);
    });
    const fast = await rateOf(() => Promise.all(texts.map((text) => scorer.getRelevanceScore(query, text))));
    if (round === 0) continue;
    own.inTurn.push(slow);
    own.atATime.push(fast);
    own.factors.push(fast / slow);
  }
  measured[id] = own;
}
process.stdout.write(JSON.stringify(measured));
await reranker.dispose();

/** @param {() => Promise<unknown>} work */
async function rateOf(work) {
  const start = performance.now();
  await work();
  return count / ((performance.now() - start) / 1000);
}
