// Embeds the same texts alternately without and with token vectors. Prints one JSON object.
import { TextEmbedding } from '../../packages/embed/dist/index.js';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { uniform } from '../texts/lengths.mjs';
import { countWords, makeTexts } from '../texts/make-texts.mjs';

const { count, tokens, rounds, model } =
  /** @type {{ count: number, tokens: number, rounds: number, model: string }} */ (JSON.parse(process.argv[2] ?? '{}'));
const words = await countWords(await Tokenizer.load(model, { maxLength: 256 }));
const texts = makeTexts({ words, seed: 7, count, length: uniform(tokens) }).map(({ text }) => text);
const embedding = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', { modelPath: model });
/** @type {{ without: number[], with: number[] }} */
const seconds = { without: [], with: [] };
// The first round warms up.
for (let round = 0; round <= rounds; round++) {
  const both = [
    await timed(() => embedding.passageEmbed(texts)),
    await timed(() => embedding.passageEmbedWithTokens(texts)),
  ];
  if (round === 0) continue;
  seconds.without.push(both[0] ?? Number.NaN);
  seconds.with.push(both[1] ?? Number.NaN);
}
await embedding.dispose();
process.stdout.write(JSON.stringify(seconds));

/**
 * Returns the seconds that `work` takes.
 *
 * @param {() => Promise<unknown>} work
 */
async function timed(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
