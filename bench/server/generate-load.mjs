// A process of its own that asks a server over HTTP: one message per run comes in, one result leaves.
import { once } from 'node:events';
import { Agent, request as openRequest } from 'node:http';
import { askInTurn } from './ask-in-turn.mjs';

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {readonly string[]} bodies each connection sends them in turn, beginning at a place of its own
 * @property {number} connections each sends its next request when its last is answered
 * @property {number} amount of requests in all
 *
 * @typedef {import('./ask-in-turn.mjs').TurnsResult & { processorShare: number }} LoadResult `processorShare` of one processor, used by this process
 */

process.on('message', (/** @type {Load} */ load) => {
  void run(load).then((result) => process.send?.(result));
});
process.send?.({ ready: true });

/**
 * @param {Load} load
 * @returns {Promise<LoadResult>}
 */
async function run({ url, bodies: asks, connections, amount }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const before = process.cpuUsage();
  const result = await askInTurn({ asks, connections, amount }, (body) => ask(url, body, agent));
  const { user, system } = process.cpuUsage(before);
  agent.destroy();
  return { ...result, processorShare: (user + system) / 1e6 / result.seconds };
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
