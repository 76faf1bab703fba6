import { callListener, type EncodedSequence, onAbort, type UsageListener } from '@x/core';

import type { RunSettings } from '../session/micro-batch.ts';
import { requireSequence } from './require-sequence.ts';
import { ResultFeed } from './result-feed.ts';
import type { Scheduler } from './scheduler.ts';

/** Options of {@link runInOrder}. */
export interface RunInOrderOptions {
  /** Number of sequences that are read ahead of the awaited result. Bounds the memory of a call. */
  readonly lookAhead: number;
  readonly signal: AbortSignal | undefined;
  /** Settings of all sequences. @default {} */
  readonly settings?: RunSettings;
  /** Returns the same array each time for the same sequence object, instead of copies. @default false */
  readonly sharesRepeats?: boolean;
  /** Called after the last result with the total number of tokens of the sequences. */
  readonly onUsage?: UsageListener | undefined;
}

/**
 * Yields the results of many sequences in order, while later sequences are already being read, packed and run.
 *
 * Reads at most `lookAhead` sequences ahead of the consumer. When the iteration ends early, by `break`, an error or the signal, waiting
 * sequences are canceled and the source is closed.
 */
export async function* runInOrder(
  scheduler: Scheduler,
  sequences: Iterable<EncodedSequence> | AsyncIterable<EncodedSequence>,
  { lookAhead, signal, settings = {}, sharesRepeats = false, onUsage }: RunInOrderOptions,
): AsyncGenerator<Float32Array, void, undefined> {
  signal?.throwIfAborted();
  const call = {};
  const feed = new ResultFeed(lookAhead);
  const onDispose = scheduler.onDispose((reason) => feed.close(reason));
  using _ = onAbort(signal, (reason) => {
    feed.fail(reason);
    // Cancels now, and not when the consumer requests its next result, so that waiting sequences do not run in the meantime.
    scheduler.cancel(call, reason);
  });
  const submit = (sequence: EncodedSequence, index: number): Promise<Float32Array> =>
    scheduler.submit(sequence, { call, index, settings });
  const reading = readAhead(sequences, feed, { submit, own: sharesRepeats ? (result) => result : copy });
  try {
    for (let result = await feed.next(); result !== undefined; result = await feed.next()) yield result;
    callListener(onUsage, { tokens: await reading });
  } finally {
    onDispose[Symbol.dispose]();
    feed.fail(undefined);
    scheduler.cancel(call, signal?.reason);
  }
}

interface ReadAheadOptions {
  readonly submit: (sequence: EncodedSequence, index: number) => Promise<Float32Array>;
  readonly own: (result: Float32Array) => Float32Array;
}

/**
 * Submits sequences while the feed has room, and closes their source when the feed ends first. The same sequence object runs once, however often
 * it occurs; `own` creates each of its results. Always resolves to the number of tokens that were read.
 */
async function readAhead(
  sequences: Iterable<EncodedSequence> | AsyncIterable<EncodedSequence>,
  feed: ResultFeed,
  { submit, own }: ReadAheadOptions,
): Promise<number> {
  // Weak, so that sequences of a stream can be garbage-collected as soon as the source releases them.
  const results = new WeakMap<EncodedSequence, Promise<Float32Array>>();
  let index = 0;
  let tokens = 0;
  try {
    for await (const sequence of sequences) {
      if (feed.isEnded) return tokens;
      const result = results.get(sequence) ?? submit(requireSequence(sequence, index), index);
      results.set(sequence, result);
      // The first result is a copy too: the consumer may change it before the same sequence occurs again.
      feed.push(result.then(own));
      index++;
      tokens += sequence.inputIds.length;
      if (!(await feed.hasRoom())) return tokens;
    }
    feed.close();
  } catch (error) {
    feed.fail(error);
  }
  return tokens;
}

function copy(result: Float32Array): Float32Array {
  return result.slice();
}
