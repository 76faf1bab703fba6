// Measures whether the server's memory stays constant over many requests.
import { MEASURES_MEMORY, readMemory } from '../side-by-side/process-memory.mjs';
import { HelperProcess } from './helper-process.mjs';
import { makeRequests, WORKLOADS } from './workloads.mjs';

/**
 * @typedef {object} MemorySample
 * @property {number} requests number of requests answered so far
 * @property {number} heapMB used heap after a garbage collection
 * @property {number} [residentMB]
 */

// Fewer requests would not show a slow leak.
const REQUESTS = 50_000;
const EVERY = 5000;

const CONNECTIONS = 16;

/**
 * Requests embeddings of short texts and reads the server's memory after every 5,000 requests.
 *
 * @param {object} options
 * @param {import('./contestants.mjs').Settings} options.settings
 * @param {(line: string) => void} options.say
 * @returns {Promise<MemorySample[]>}
 */
export async function measureMemory({ settings, say }) {
  const [short] = WORKLOADS;
  if (short === undefined) throw new Error('The list of workloads is empty. This is a bug.');
  const requests = await makeRequests(short, settings.embedder);
  const bodies = requests.map((ask) =>
    JSON.stringify({ model: 'all-MiniLM-L6-v2', input: 'text' in ask ? ask.text : '' }),
  );
  const load = await HelperProcess.start('generate-load.mjs');
  const server = await HelperProcess.start('serve-and-tell.mjs', [JSON.stringify(settings)], ['--expose-gc']);
  try {
    const { url } = /** @type {{ url: string }} */ (await server.ask({ what: 'url' }));
    /** @type {MemorySample[]} */
    const samples = [];
    for (let done = 0; done < REQUESTS; done += EVERY) {
      const answered = await load.ask({
        url: `${url}/v1/embeddings`,
        bodies,
        connections: CONNECTIONS,
        amount: EVERY,
      });
      const { failed } = /** @type {import('./generate-load.mjs').LoadResult} */ (answered);
      if (failed > 0) throw new Error(`${failed} requests failed during the measurement of memory.`);
      const { heapMB } = /** @type {{ heapMB: number }} */ (await server.ask({ what: 'heap' }));
      const residentMB = MEASURES_MEMORY ? readMemory(server.pid).residentMB : undefined;
      samples.push({ requests: done + EVERY, heapMB, ...(residentMB !== undefined && { residentMB }) });
      say(
        `memory after ${done + EVERY} requests: heap ${heapMB.toFixed(1)} MB, resident ${residentMB?.toFixed(0) ?? '?'} MB`,
      );
    }
    return samples;
  } finally {
    await load.stop();
    await server.stop();
  }
}

/**
 * Returns the growth per 10,000 requests over the second half of the samples: the slope of the least-squares line.
 *
 * @param {readonly { requests: number, value: number }[]} samples
 * @example
 * growthOf([0, 1, 2, 3].map((step) => ({ requests: step * 5000, value: 7 + step }))); // => 2
 */
export function growthOf(samples) {
  const half = samples.slice(Math.floor(samples.length / 2));
  const middle = mean(half.map(({ requests }) => requests));
  const average = mean(half.map(({ value }) => value));
  const together = half.reduce((sum, { requests, value }) => sum + (requests - middle) * (value - average), 0);
  const squares = half.reduce((sum, { requests }) => sum + (requests - middle) ** 2, 0);
  return (10_000 * together) / squares;
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
