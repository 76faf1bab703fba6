import { setImmediate } from 'node:timers/promises';

import type { Host } from '../hosts/host.ts';
import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';

/** A run that a test settles. */
export interface HeldRun {
  readonly batch: MicroBatch;
  /** Resolves with the first id of each sequence; an id below 0 becomes NaN. */
  readonly answer: () => void;
  readonly fail: (reason: unknown) => void;
}

/** Facts for a model that is never opened. */
export const facts = {
  runtime: 'native' as const,
  executionProvider: 'cpu',
  providerFailures: {},
  inputNames: [],
  outputNames: [],
  outputShapes: [],
};

/** A host whose runs settle when the test decides, and the list of those runs. */
export function heldHost(): { host: Host; runs: HeldRun[] } {
  const runs: HeldRun[] = [];
  const run = (batch: MicroBatch): Promise<ReducedBatch> =>
    new Promise((resolve, fail) => {
      runs.push({ batch, answer: () => resolve(firstIds(batch)), fail });
    });
  return { host: { facts, run, dispose: async () => {} }, runs };
}

/** A host that answers after one turn of the event loop, and the number of sequences of each of its runs. */
export function steadyHost(): { host: Host; sizes: number[] } {
  const sizes: number[] = [];
  const run = async (batch: MicroBatch): Promise<ReducedBatch> => {
    sizes.push(batch.lengths.length);
    await setImmediate();
    return firstIds(batch);
  };
  return { host: { facts, run, dispose: async () => {} }, sizes };
}

function firstIds({ inputIds, lengths }: MicroBatch): ReducedBatch {
  let offset = 0;
  const values = Float32Array.from(lengths, (length) => {
    const id = inputIds[offset]!;
    offset += length;
    return id < 0 ? NaN : id;
  });
  return { values, lengths: new Uint32Array(lengths.length).fill(1) };
}
