// A stream of documents through a fresh process, whose memory is watched from outside.
import { setInterval } from 'node:timers/promises';
import { median } from '../statistics.mjs';

/**
 * @typedef {object} StreamResult
 * @property {number} textsPerSecond
 * @property {number} [loadedMB] resident after the first vector
 * @property {number} [peakMB] most that was resident during the stream
 * @property {number} [growthMB] resident in the last quarter of the stream less the second quarter, medians
 *
 * @param {import('./contestants.mjs').InferenceParticipant} participant
 * @param {{ file: string, count: number }} texts
 * @returns {Promise<StreamResult | undefined>}
 */
export async function measureStream(participant, texts) {
  const contestant = await participant.startFresh('stream');
  if (contestant === undefined) return undefined;
  const sampling = new AbortController();
  try {
    const loadedMB = contestant.memory()?.residentMB;
    const samples = sample(contestant, sampling.signal);
    const { items, seconds, peakMB } = await contestant.ask({ task: 'stream', ...texts });
    sampling.abort();
    const growthMB = growth(await samples);
    return {
      textsPerSecond: items / seconds,
      ...(loadedMB !== undefined && { loadedMB }),
      ...(peakMB !== undefined && { peakMB }),
      ...(growthMB !== undefined && { growthMB }),
    };
  } catch (error) {
    participant.fail('stream', error);
    return undefined;
  } finally {
    sampling.abort();
    await contestant.stop();
  }
}

/**
 * Resident megabytes, every tenth of a second.
 *
 * @param {import('../side-by-side/contestant-process.mjs').ContestantProcess} contestant
 * @param {AbortSignal} signal
 */
async function sample(contestant, signal) {
  /** @type {number[]} */
  const samples = [];
  try {
    for await (const _ of setInterval(100, undefined, { signal })) {
      const memory = contestant.memory();
      if (memory !== undefined) samples.push(memory.residentMB);
    }
  } catch {
    // the stream is over
  }
  return samples;
}

/**
 * @param {readonly number[]} samples
 * @returns {number | undefined} `undefined` when there are too few
 */
export function growth(samples) {
  const quarter = Math.floor(samples.length / 4);
  if (quarter < 3) return undefined;
  return median(samples.slice(-quarter)) - median(samples.slice(quarter, 2 * quarter));
}
