// Report rows that compare embedding with token vectors and embedding without them.
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { goalRow, measuredRow } from '../report/rows.mjs';
import { quantile } from '../statistics.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const TOKENS = 150;

/**
 * Runs `embed-with-tokens.mjs` in a fresh process.
 *
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureTokenVectors({ mode }) {
  const [count, rounds] = mode === 'quick' ? [32, 9] : [128, 21];
  const options = { count, rounds, tokens: TOKENS, model: here('../../models/all-minilm-l6-v2') };
  const { code, stdout, output } = await runNode(here('embed-with-tokens.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`embed-with-tokens.mjs exited with code ${code}:\n${output}`);
  /** @type {{ without: number[], with: number[] }} */
  const seconds = JSON.parse(stdout);
  const title = `${count} passages of ${TOKENS} tokens embedded, all-MiniLM-L6-v2`;
  const rate = (/** @type {readonly number[]} */ times) => times.map((time) => count / time);
  const unit = 'passages/s';
  return [
    goalRow({
      id: 'goal/token-vectors',
      description: 'rate of embedding passages with token vectors, against the rate without them',
      unit: 'x',
      relation: '>=',
      limit: 0.9,
      value: quantile(seconds.without, 0.5) / quantile(seconds.with, 0.5),
    }),
    measuredRow({
      id: 'token-vectors/without',
      description: `${title}; text vectors`,
      unit,
      values: rate(seconds.without),
    }),
    measuredRow({
      id: 'token-vectors/with',
      description: `${title}; text vectors and token vectors`,
      unit,
      values: rate(seconds.with),
    }),
  ];
}
