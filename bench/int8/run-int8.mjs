// Measures int8 and float32 weights, of this project and of others: the same texts, in turns, in long-running processes.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatherContestants } from '../side-by-side/gather-contestants.mjs';
import { interleave } from '../side-by-side/interleave.mjs';
import { Participant } from '../side-by-side/participant.mjs';
import { say } from '../side-by-side/say.mjs';
import { MAX_LENGTH } from '../texts/lengths.mjs';
import { writeTexts } from '../texts/write-texts.mjs';
import { INT8_CONTESTANTS } from './int8-contestants.mjs';
import { INT8_WORKLOADS } from './int8-workloads.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {import('./int8-contestants.mjs').Int8Contestant} Int8Contestant
 * @typedef {import('../side-by-side/contestant-process.mjs').Answer} Answer
 *
 * @typedef {object} Int8Measurements the key of each map is a contestant's id, unless stated otherwise
 * @property {Map<string, Map<string, Answer[]>>} workloads by workload id, then by contestant id
 * @property {Map<string, number[]>} coldStarts milliseconds
 * @property {Map<string, string>} absent why a contestant did not take part
 * @property {readonly Participant<Int8Contestant>[]} participants
 */

const EFFORT = {
  quick: { maxRounds: 3, budgetSeconds: 15, coldStarts: 3, limitSeconds: 180 },
  full: { maxRounds: 7, budgetSeconds: 40, coldStarts: 7, limitSeconds: 3600 },
};

/**
 * @param {{ mode: 'quick' | 'full', threads: number }} options
 * @returns {Promise<Int8Measurements>}
 */
export async function runInt8({ mode, threads }) {
  const { maxRounds, budgetSeconds, coldStarts, limitSeconds } = EFFORT[mode];
  const embedder = join(ROOT, 'models/all-minilm-l6-v2');
  const reranker = join(ROOT, 'models/bge-small-reranker-en');
  const everyone = { embedder, reranker, threads, maxLength: MAX_LENGTH };
  const { ready: participants, absent } = await gatherContestants(INT8_CONTESTANTS, {
    doing: 'installing',
    prepare: async (contestant) => {
      const { command, settings } = await contestant.install();
      return new Participant(contestant, command, { ...everyone, ...settings }, limitSeconds);
    },
    say,
  });
  const countOf = (/** @type {import('./int8-workloads.mjs').Int8Workload} */ { count, quick }) =>
    mode === 'quick' ? quick : count;
  const counts = Object.fromEntries([...INT8_WORKLOADS.map((one) => [one.id, countOf(one)]), ['warm-up', 32]]);
  const texts = await writeTexts({ folder: join(ROOT, 'bench/.cache/int8-texts'), embedder, counts });
  const fileOf = (/** @type {string} */ name) => texts.get(name)?.file ?? '';
  try {
    say('time from process start to first vector');
    const starts = await interleave({
      participants,
      maxRounds: coldStarts,
      budgetSeconds,
      run: (participant) => participant.timeStart(),
    });
    for (const participant of participants) {
      await participant.ask('warm-up', { task: 'embed', file: fileOf('warm-up'), count: 32 });
    }
    /** @type {Int8Measurements['workloads']} */
    const workloads = new Map();
    for (const workload of INT8_WORKLOADS) {
      const { id, task, title } = workload;
      say(title);
      const taking = participants.filter(({ contestant }) => task !== 'rerank' || contestant.reranks);
      const run = (/** @type {Participant<Int8Contestant>} */ participant) =>
        participant.ask(id, { task, file: fileOf(id), count: countOf(workload) });
      workloads.set(id, await interleave({ participants: taking, maxRounds, budgetSeconds, run }));
    }
    return { workloads, coldStarts: starts, absent, participants };
  } finally {
    for (const participant of participants) await participant.stop();
  }
}
