// Runs all measurements of the inference engine for all contestants.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatherContestants } from '../side-by-side/gather-contestants.mjs';
import { interleave } from '../side-by-side/interleave.mjs';
import { Participant } from '../side-by-side/participant.mjs';
import { say } from '../side-by-side/say.mjs';
import { MAX_LENGTH } from '../texts/lengths.mjs';
import { writeTexts } from '../texts/write-texts.mjs';
import { compareVectors } from './compare-vectors.mjs';
import { CONTESTANTS } from './contestants.mjs';
import { measureStream } from './measure-stream.mjs';
import { countFor, countsPerFile } from './text-counts.mjs';
import { STREAM, WORKLOADS } from './workloads.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {'quick' | 'full'} Mode
 * @typedef {import('./contestants.mjs').InferenceParticipant} InferenceParticipant
 * @typedef {import('../side-by-side/contestant-process.mjs').Answer} Answer
 *
 * @typedef {object} Measurements the key of each map is a contestant's id, unless stated otherwise
 * @property {Map<string, Map<string, Answer[]>>} workloads by workload id, then by contestant id
 * @property {Map<string, number[]>} coldStarts milliseconds
 * @property {Map<string, import('./measure-stream.mjs').StreamResult[]>} streams
 * @property {Map<string, { lowest: number, against: string }>} cosines
 * @property {Map<string, string>} absent why a contestant did not take part
 * @property {readonly InferenceParticipant[]} participants
 * @property {number} installSeconds
 * @property {Mode} mode
 */

const EFFORT = {
  quick: { maxRounds: 3, budgetSeconds: 18, coldStarts: 3, limitSeconds: 180, minutes: 7 },
  full: { maxRounds: 7, budgetSeconds: 100, coldStarts: 7, limitSeconds: 3600, minutes: Infinity },
};

/**
 * @param {{ mode: Mode, threads: number }} options
 * @returns {Promise<Measurements>}
 */
export async function runInference({ mode, threads }) {
  const { maxRounds, budgetSeconds, coldStarts, limitSeconds, minutes } = EFFORT[mode];
  const embedder = join(ROOT, 'models/all-minilm-l6-v2');
  const reranker = join(ROOT, 'models/bge-small-reranker-en');
  const settings = { embedder, reranker, threads, maxLength: MAX_LENGTH };
  const start = performance.now();
  const { ready: participants, absent } = await gatherContestants(CONTESTANTS, {
    doing: 'installing',
    prepare: async (contestant) => new Participant(contestant, await contestant.install(), settings, limitSeconds),
    say,
  });
  const installSeconds = (performance.now() - start) / 1000;
  say(`the contestants are ready after ${installSeconds.toFixed(1)} s`);
  const deadline = performance.now() + minutes * 60_000;
  const counts = countsPerFile(mode);
  const texts = await writeTexts({ folder: join(ROOT, 'bench/.cache/texts'), embedder, counts });
  /** @param {string} name */
  const fileOf = (name) => texts.get(name)?.file ?? '';

  try {
    say('time from process start to first vector');
    const coldOptions = {
      participants,
      maxRounds: coldStarts,
      budgetSeconds,
      run: (/** @type {InferenceParticipant} */ participant) => participant.timeStart(),
    };
    const coldStartTimes = await interleave(coldOptions);
    say('stream');
    const runStream = (/** @type {InferenceParticipant} */ participant) =>
      measureStream(participant, { file: fileOf('stream'), count: countFor(STREAM[mode], participant.contestant) });
    const streams = await interleave({
      participants: participants.filter(({ contestant }) => contestant.id !== 'raw-floor'),
      maxRounds: 1,
      budgetSeconds: Infinity,
      run: runStream,
    });
    say('comparing vectors');
    const cosines = await compareVectors(participants, { file: fileOf('sample'), count: counts['sample'] ?? 0 });
    for (const participant of participants) {
      await participant.ask('warm-up', { task: 'embed', file: fileOf('warm-up'), count: counts['warm-up'] ?? 0 });
    }
    /** @type {Measurements['workloads']} */
    const workloads = new Map();
    for (const workload of WORKLOADS) {
      say(workload.title);
      const { id, file = id, task, takes, isOnce = false } = workload;
      const results = await interleave({
        participants: participants.filter(({ contestant }) => takes(contestant)),
        maxRounds: isOnce ? 1 : maxRounds,
        budgetSeconds,
        deadline,
        run: (participant) =>
          participant.ask(id, { task, file: fileOf(file), count: countFor(workload[mode], participant.contestant) }),
      });
      workloads.set(id, results);
    }
    const measured = { workloads, coldStarts: coldStartTimes, streams, cosines };
    return { ...measured, absent, participants, installSeconds, mode };
  } finally {
    for (const participant of participants) await participant.stop();
  }
}
