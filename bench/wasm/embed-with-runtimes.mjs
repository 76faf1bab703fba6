// Embeds the same texts alternately with both runtimes, in one process. Prints one JSON object.
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { uniform } from '../texts/lengths.mjs';
import { countWords, makeTexts } from '../texts/make-texts.mjs';

/**
 * @typedef {object} Measured texts per second of both runtimes in each round, and the native rate divided by the other
 * @property {number[]} native
 * @property {number[]} wasm
 * @property {number[]} factors
 */

const { workloads, rounds, model, threads } =
  /** @type {{ workloads: { id: string, tokens: number, count: number }[], rounds: number, model: string, threads: number }} */ (
    JSON.parse(process.argv[2] ?? '{}')
  );
const words = await countWords(await Tokenizer.load(model, { maxLength: 256 }));
const load = (/** @type {'native' | 'wasm'} */ runtime) =>
  TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { modelPath: model, runtime, threads });
const [native, wasm] = [await load('native'), await load('wasm')];
/** @type {Record<string, Measured>} */
const measured = {};
for (const { id, tokens, count } of workloads) {
  const texts = makeTexts({ words, seed: 7, count, length: uniform(tokens) }).map(({ text }) => text);
  /** @type {Measured} */
  const own = { native: [], wasm: [], factors: [] };
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const rates = [await rateOf(native, texts), await rateOf(wasm, texts)];
    const [fast = NaN, slow = NaN] = rates;
    if (round === 0) continue;
    own.native.push(fast);
    own.wasm.push(slow);
    own.factors.push(fast / slow);
  }
  measured[id] = own;
}
process.stdout.write(JSON.stringify(measured));
await Promise.all([native.dispose(), wasm.dispose()]);

/** @param {TextEmbedding} embedding @param {readonly string[]} texts */
async function rateOf(embedding, texts) {
  const start = performance.now();
  await embedding.passageEmbed(texts);
  return texts.length / ((performance.now() - start) / 1000);
}
