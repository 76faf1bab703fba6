// A separate process that sends HTTP requests to a server with autocannon. For each run, it receives one message and sends one result.
import autocannon from 'autocannon';
import { quantile } from '../statistics.mjs';

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {readonly string[]} bodies request bodies; each connection sends them in order and starts at a different index
 * @property {number} connections number of connections; each sends its next request when its last one is answered
 * @property {number} amount total number of requests
 *
 * @typedef {import('./ask-in-turn.mjs').TurnsResult & { processorShare: number }} LoadResult `processorShare`: share of one processor that this process used
 */

// Long enough that no request times out.
const TIMEOUT_SECONDS = 600;

process.on('message', (/** @type {Load} */ load) => {
  void run(load).then((result) => process.send?.(result));
});
process.send?.({ ready: true });

/**
 * Sends the requests and counts the answers itself. autocannon's own figures end at a full second and leave out requests whose
 * connection was lost.
 *
 * @param {Load} load
 * @returns {Promise<LoadResult>}
 */
async function run({ url, bodies, connections, amount }) {
  let name = 0;
  const setupClient = (/** @type {autocannon.Client} */ client) => {
    client.setRequests(requestsOf({ bodies, connections, amount, name: name++ }));
  };
  let [start, end] = [performance.now(), performance.now()];
  let before = process.cpuUsage();
  let used = before;
  /** @type {number[]} */
  const latencies = [];
  await new Promise((resolve, reject) => {
    const options = { url, connections, amount, timeout: TIMEOUT_SECONDS, setupClient };
    const job = autocannon(options, (error) => (error ? reject(error) : resolve(undefined)));
    job.on('start', () => {
      start = performance.now();
      before = process.cpuUsage();
    });
    job.on('response', (_, statusCode, __, milliseconds) => {
      if (statusCode === 200) latencies.push(milliseconds);
      end = performance.now();
      used = process.cpuUsage(before);
    });
  });
  const seconds = (end - start) / 1000;
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  const processorShare = (used.user + used.system) / 1e6 / seconds;
  return { seconds, items: latencies.length, failed: amount - latencies.length, p50, p99, processorShare };
}

/**
 * Returns the requests of one connection.
 *
 * @param {{ bodies: readonly string[], connections: number, amount: number, name: number }} options
 * @returns {autocannon.Request[]}
 */
function requestsOf({ bodies, connections, amount, name }) {
  const from = Math.floor((name * bodies.length) / connections);
  const length = Math.min(bodies.length, Math.ceil(amount / connections));
  const headers = { 'content-type': 'application/json' };
  return Array.from({ length }, (_, index) => {
    return { method: 'POST', headers, body: bodies[(from + index) % bodies.length] ?? '' };
  });
}
