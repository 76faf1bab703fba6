// Runs all measurements of the search engine: first together with other contestants, then alone.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from '../../scripts/set-up/run.mjs';
import { gatherContestants } from '../side-by-side/gather-contestants.mjs';
import { interleave } from '../side-by-side/interleave.mjs';
import { Participant } from '../side-by-side/participant.mjs';
import { say } from '../side-by-side/say.mjs';
import { CONTESTANTS } from './contestants.mjs';
import { writeVectors } from './vectors.mjs';
import { DIMENSION, WORKLOADS } from './workloads.mjs';

const CACHE = fileURLToPath(new URL('../.cache/search', import.meta.url));

/**
 * @typedef {'quick' | 'full'} Mode
 * @typedef {Participant<import('./contestants.mjs').SearchContestant>} SearchParticipant
 * @typedef {import('./contestants/serve-search.mjs').SearchAnswer & { peakMB?: number, othersPercent?: number }} Answer
 *
 * @typedef {object} Responsiveness milliseconds
 * @property {number[]} idle
 * @property {number[]} besideWriter
 * @property {number} longestGapMs
 *
 * @typedef {object} Growth pairs of x and milliseconds
 * @property {[number, number][]} byPoints
 * @property {[number, number][]} byDimension
 * @property {[number, number][]} withIndex
 * @property {[number, number][]} withoutIndex
 *
 * @typedef {object} SearchMeasurements
 * @property {Map<string, Map<string, Answer[]>>} workloads by workload id, then by contestant id
 * @property {{ seconds: number } | undefined} open
 * @property {{ ratio: number, bytesPerPoint: number } | undefined} memory
 * @property {Responsiveness | undefined} responsiveness
 * @property {Growth | undefined} growth
 * @property {Map<string, string>} absent why a contestant did not take part
 * @property {readonly SearchParticipant[]} participants
 * @property {string[]} failures of the measurements of this project alone
 * @property {Mode} mode
 */

const EFFORT = {
  quick: { maxRounds: 3, budgetSeconds: 12, queryCount: 100, growthQueries: 9, pointCounts: [1000, 10_000, 100_000] },
  full: {
    maxRounds: 7,
    budgetSeconds: 120,
    queryCount: 300,
    growthQueries: 25,
    pointCounts: [1000, 10_000, 100_000, 500_000],
  },
};
const LARGE = 100_000;

/**
 * @param {{ mode: Mode }} options
 * @returns {Promise<SearchMeasurements>}
 */
export async function runSearch({ mode }) {
  const { maxRounds, budgetSeconds } = EFFORT[mode];
  mkdirSync(CACHE, { recursive: true });
  const queries = writeVectors(CACHE, { count: 1000, dimension: DIMENSION, seed: 2 });
  const settings = { queries, dimension: DIMENSION, limit: 10, batch: 64, folder: CACHE };
  const { ready: participants, absent } = await gatherContestants(CONTESTANTS, {
    doing: 'installing',
    prepare: async (contestant) => new Participant(contestant, await contestant.install(), settings, 600),
    say,
  });
  /** @type {SearchMeasurements['workloads']} */
  const workloads = new Map();
  try {
    for (const { id, title, task, points, counts } of WORKLOADS) {
      say(title);
      const file = writeVectors(CACHE, { count: points, dimension: DIMENSION, seed: 1 });
      const takingPart = participants.filter(({ contestant }) => counts[mode][contestant.id] !== undefined);
      // The first query fills the collection and warms up the contestant.
      if (task !== 'upload-to-disk') {
        const warmUp = task === 'upload' ? 2000 : 3;
        for (const participant of takingPart) await participant.ask(id, { task, file, count: warmUp });
      }
      const results = await interleave({
        participants: takingPart,
        maxRounds,
        budgetSeconds,
        run: (participant) => participant.ask(id, { task, file, count: counts[mode][participant.contestant.id] ?? 0 }),
      });
      workloads.set(id, results);
    }
  } finally {
    for (const participant of participants) await participant.stop();
  }
  return { workloads, ...(await measureAlone(mode)), absent, participants, mode };
}

/** @param {Mode} mode */
async function measureAlone(mode) {
  const { queryCount, growthQueries, pointCounts } = EFFORT[mode];
  const large = { count: LARGE, dimension: DIMENSION };
  /** @type {string[]} */
  const failures = [];
  /**
   * @param {string} program
   * @param {object} options
   */
  const measure = async (program, options) => {
    say(`this project alone: ${program}`);
    const file = fileURLToPath(new URL(`alone/${program}.mjs`, import.meta.url));
    const { code, stdout, output } = await run(process.execPath, ['--expose-gc', file, JSON.stringify(options)], {
      capture: true,
    });
    if (code === 0) return JSON.parse(stdout);
    failures.push(`${program}: ${output.trim().split('\n').at(-1)}`);
    say(`${program} failed:\n${output}`);
    return undefined;
  };
  return {
    open: await measure('open', { ...large, folder: CACHE }),
    memory: await measure('memory', large),
    responsiveness: await measure('responsiveness', { ...large, queryCount, batch: 64 }),
    growth: await measure('growth', {
      pointCounts,
      dimensions: [128, 256, 384, 768, 1536],
      shares: [0.001, 0.01, 0.1, 0.5, 1],
      count: 20_000,
      dimension: DIMENSION,
      queryCount: growthQueries,
    }),
    failures,
  };
}
