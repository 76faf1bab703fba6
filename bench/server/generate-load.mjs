// A process of its own that asks a server over HTTP: one message per run comes in, one result leaves.
import autocannon from 'autocannon';

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {readonly string[]} bodies each connection sends them in turn, beginning at a place of its own
 * @property {number} connections
 * @property {number} amount of requests in all; every connection sends as many
 *
 * @typedef {object} LoadResult
 * @property {number} seconds
 * @property {number} items requests that were answered with 200
 * @property {number} failed requests that were not
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 * @property {number} processorShare of one processor, used by this process
 */

process.on('message', (/** @type {Load} */ load) => {
  void run(load).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });

/**
 * @param {Load} load
 * @returns {Promise<LoadResult>}
 */
async function run({ url, bodies, connections, amount }) {
  const headers = { 'content-type': 'application/json' };
  let next = 0;
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await autocannon({
    url,
    connections,
    timeout: 120,
    amount,
    setupClient: (client) => {
      const from = Math.floor((next++ * bodies.length) / connections);
      const own = [...bodies.slice(from), ...bodies.slice(0, from)];
      client.setRequests(own.map((body) => ({ method: 'POST', headers, body })));
    },
  });
  const elapsed = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const { latency, errors, timeouts, non2xx } = result;
  return {
    seconds: elapsed,
    items: result['2xx'],
    failed: errors + timeouts + non2xx,
    p50: latency.p50,
    p99: latency.p99,
    processorShare: (user + system) / 1e6 / elapsed,
  };
}
