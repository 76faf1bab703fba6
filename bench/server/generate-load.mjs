// A process of its own that asks a server over HTTP: one message per run comes in, one result leaves.
import { once } from 'node:events';
import { Agent, request as openRequest } from 'node:http';
import { quantile } from '../statistics.mjs';

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {readonly string[]} bodies each connection sends them in turn, beginning at a place of its own
 * @property {number} connections each sends its next request when its last is answered
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
  void run(load).then((result) => process.send?.(result));
});
process.send?.({ ready: true });

/**
 * @param {Load} load
 * @returns {Promise<LoadResult>}
 */
async function run({ url, bodies, connections, amount }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  /** @type {number[]} */
  const latencies = [];
  let failed = 0;
  const before = process.cpuUsage();
  const start = performance.now();
  const connection = async (/** @type {number} */ name) => {
    const from = Math.floor((name * bodies.length) / connections);
    for (let count = 0; count < Math.floor(amount / connections); count++) {
      const began = performance.now();
      const isAnswered = await ask(url, bodies[(from + count) % bodies.length] ?? '', agent);
      if (isAnswered) latencies.push(performance.now() - began);
      else failed++;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, name) => connection(name)));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  agent.destroy();
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  const processorShare = (user + system) / 1e6 / seconds;
  return { seconds, items: latencies.length, failed, p50, p99, processorShare };
}

/**
 * @param {string} url
 * @param {string} body
 * @param {Agent} agent
 * @returns {Promise<boolean>} whether it was answered with 200, to the last byte
 */
async function ask(url, body, agent) {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  try {
    const request = openRequest(url, { method: 'POST', agent, headers }).end(body);
    const [response] = /** @type {[import('node:http').IncomingMessage]} */ (await once(request, 'response'));
    response.resume();
    await once(response, 'end');
    return response.statusCode === 200;
  } catch {
    return false;
  }
}
