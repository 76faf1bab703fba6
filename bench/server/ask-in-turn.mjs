// Callers that each ask the next when their last is answered.
import { quantile } from '../statistics.mjs';

/** @typedef {{ seconds: number, items: number, failed: number, p50: number, p99: number }} TurnsResult milliseconds; `items` were answered, `failed` not */

/**
 * @template Ask
 * @param {object} options
 * @param {readonly Ask[]} options.asks each caller takes them in turn, beginning at a place of its own
 * @param {number} options.connections callers
 * @param {number} options.amount asked by all together
 * @param {(ask: Ask) => Promise<boolean>} answer whether it was answered
 * @returns {Promise<TurnsResult>}
 */
export async function askInTurn({ asks, connections, amount }, answer) {
  /** @type {number[]} */
  const latencies = [];
  const start = performance.now();
  const caller = async (/** @type {number} */ name) => {
    const from = Math.floor((name * asks.length) / connections);
    // Where they do not come out even, the first ones ask once more.
    const own = Math.ceil((amount - name) / connections);
    for (let count = 0; count < own; count++) {
      const began = performance.now();
      const isAnswered = await answer(/** @type {Ask} */ (asks[(from + count) % asks.length]));
      if (isAnswered) latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, name) => caller(name)));
  const seconds = (performance.now() - start) / 1000;
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  return { seconds, items: latencies.length, failed: amount - latencies.length, p50, p99 };
}
