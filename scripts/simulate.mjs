// npm run simulate -- [OPTIONS]: simulates how long many workers take to index many documents, and what the first bottleneck is.
import { parseArgs } from 'node:util';
import { readOptions } from './read-options.mjs';
import { setUp } from './set-up/set-up.mjs';

const USAGE = `Simulates an index run with many workers, in virtual time. It runs the code of @x/index-queue. The machines, the
embedding models, the queue's database and the store are simulated. A billion documents take a few minutes.

Usage: npm run simulate -- [options]

  --documents N      number of documents (default 1e9)
  --workers N        number of workers, each on its own machine (default 1000)
  --rate N           documents that one worker embeds per second (default 75)
  --queue N          requests that the queue's database handles per second (default 10000)
  --store N          points that the store writes per second (default 150000)
  --losses N         mean hours between two losses of one worker (default 24)
  --price N          price of one worker's machine per hour (default 0.08)
  --seed N           seed of the random numbers (default 1)
  --json             print a JSON object
  -h, --help         print this help and exit
`;

const { scenario: given, json } = readOptions(parse, USAGE);
await setUp();
// This module is build output, which exists only after `setUp`.
const { defaultScenario, simulate } = await import('../tooling/simulate-cluster/dist/index.js');
const scenario = { ...defaultScenario, ...given };
const run = await simulate(scenario, ({ share, hours }) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${(share * 100).toFixed(0)} %, ${hours.toFixed(2)} h`);
});
if (process.stderr.isTTY) process.stderr.write('\r                    \r');
process.stdout.write(json ? `${JSON.stringify({ scenario, run }, null, 2)}\n` : describe(scenario, run));

/** @param {string[]} args */
function parse(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    args,
    options: {
      documents: text,
      workers: text,
      rate: text,
      queue: text,
      store: text,
      losses: text,
      price: text,
      seed: text,
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const { json: asJson, help, ...numbers } = values;
  const names = {
    documents: 'documents',
    workers: 'workers',
    rate: 'documentsPerSecond',
    queue: 'queueRequestsPerSecond',
    store: 'pointsPerSecond',
    losses: 'hoursBetweenLosses',
    price: 'hourPrice',
    seed: 'seed',
  };
  const entries = Object.entries(numbers).map(([name, value]) => {
    const number = Number(value);
    if (!Number.isFinite(number) || number <= 0)
      throw new TypeError(`--${name} must be a number above 0, but is "${value}".`);
    return [names[/** @type {keyof typeof names} */ (name)], number];
  });
  return { scenario: Object.fromEntries(entries), json: asJson, help };
}

/**
 * @param {import('../tooling/simulate-cluster/dist/index.js').Scenario} scenario
 * @param {import('../tooling/simulate-cluster/dist/index.js').SimulatedRun} run
 */
function describe(
  { documents, workers, seed },
  { hours, price, busy, lostWorkers, repeatedUnits, lostUnits, refusals },
) {
  const [first] = Object.entries(busy).toSorted(([, a], [, b]) => b - a);
  return `${count(documents)} documents, ${count(workers)} workers, seed ${seed}
time                   ${hours.toFixed(2)} h, ${count(documents / hours / 3600)} documents/s
price of the workers   ${count(price)}
busy time              workers ${percent(busy.workers)}, queue ${percent(busy.queue)}, store ${percent(busy.store)}
first bottleneck       ${first?.[0]}
workers lost           ${count(lostWorkers)}
units stored twice     ${count(repeatedUnits)}
units missing          ${count(lostUnits)}
store requests refused ${count(refusals)}
`;
}

/** @param {number} value */
function count(value) {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** @param {number} value */
function percent(value) {
  return `${(value * 100).toFixed(1)} %`;
}
