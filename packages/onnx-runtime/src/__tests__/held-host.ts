import { setImmediate } from 'node:timers/promises';

import type { Host } from '../hosts/host.ts';
import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';

/** A run that ends when the test says so. */
export interface HeldRun {
  readonly batch: MicroBatch;
  /** Answers with the first id of each sequence; with NaN for an id below 0. */
  readonly answer: () => void;
  readonly fail: (reason: unknown) => void;
}

/** Facts of a model that was never opened. */
export const facts = {
  runtime: 'native' as const,
  executionProvider: 'cpu',
  providerFailures: {},
  inputNames: [],
  outputNames: [],
  outputShapes: [],
};

/** A host whose runs end when the test says so. */
export function heldHost(): { host: Host; runs: HeldRun[] } {
  const runs: HeldRun[] = [];
  const run = (batch: MicroBatch): Promise<ReducedBatch> =>
    new Promise((resolve, fail) => {
      runs.push({ batch, answer: () => resolve(firstIds(batch)), fail });
    });
  return { host: { facts, run, dispose: async () => {} }, runs };
}

/** A host that answers one turn of the event loop later, and how many sequences each of its runs had. */
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
