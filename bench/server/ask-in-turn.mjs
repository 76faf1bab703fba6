// Simulates concurrent callers. Each sends its next request when its last one is answered.
import { quantile } from '../statistics.mjs';

/** @typedef {{ seconds: number, items: number, failed: number, p50: number, p99: number }} TurnsResult latencies in milliseconds; `items` were answered, `failed` were not */

/**
 * Sends `amount` requests from `connections` concurrent callers.
 *
 * @template Ask
 * @param {object} options
 * @param {readonly Ask[]} options.asks requests; each caller sends them in order and starts at a different index
 * @param {number} options.connections number of callers
 * @param {number} options.amount number of requests of all callers together
 * @param {(ask: Ask) => Promise<boolean>} answer sends one request and resolves to whether it was answered
 * @returns {Promise<TurnsResult>}
 */
export async function askInTurn({ asks, connections, amount }, answer) {
  /** @type {number[]} */
  const latencies = [];
  const start = performance.now();
  const caller = async (/** @type {number} */ name) => {
    const from = Math.floor((name * asks.length) / connections);
    // When the amount is not divisible by the number of callers, the first callers send one more request.
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
