// Sends a stream of documents through a fresh process and measures the memory of that process from outside.
import { setInterval } from 'node:timers/promises';
import { median } from '../statistics.mjs';

/**
 * Measures the rate and the memory of one contestant.
 *
 * @typedef {object} StreamResult
 * @property {number} textsPerSecond
 * @property {number} [loadedMB] resident memory after the first vector
 * @property {number} [peakMB] peak resident memory during the stream
 * @property {number} [growthMB] median resident memory in the last quarter of the stream, less the median in the second quarter
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
 * Samples the resident memory in megabytes every tenth of a second until `signal` is aborted.
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
    // the signal was aborted: the stream has ended
  }
  return samples;
}

/**
 * Returns the median of the last quarter of the samples, less the median of the second quarter.
 *
 * @param {readonly number[]} samples
 * @returns {number | undefined} `undefined` for fewer than 12 samples
 */
export function growth(samples) {
  const quarter = Math.floor(samples.length / 4);
  if (quarter < 3) return undefined;
  return median(samples.slice(-quarter)) - median(samples.slice(quarter, 2 * quarter));
}
