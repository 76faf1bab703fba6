import { type EncodedSequence, onAbort, type UsageListener } from '@x/core';

import type { RunSettings } from '../session/micro-batch.ts';
import { requireSequence } from './require-sequence.ts';
import { ResultFeed } from './result-feed.ts';
import type { Scheduler } from './scheduler.ts';

/** Options of {@link runInOrder}. */
export interface RunInOrderOptions {
  /** Sequences that are read ahead of the result that is waited for; bounds the memory of a call. */
  readonly lookAhead: number;
  readonly signal: AbortSignal | undefined;
  /** How all of them are to run. @default {} */
  readonly settings?: RunSettings;
  /** Whether one and the same sequence object gives one and the same array each time, instead of copies. @default false */
  readonly sharesRepeats?: boolean;
  /** Receives, behind the last result, how many tokens the sequences have together. */
  readonly onUsage?: UsageListener | undefined;
}

/**
 * The results of many sequences, in their order, while later ones are already being read, packed and run.
 *
 * Reads at most `lookAhead` sequences ahead of the consumer. Ending early, by `break`, an error or the signal, cancels what
 * waits and closes the source.
 */
export async function* runInOrder(
  scheduler: Scheduler,
  sequences: Iterable<EncodedSequence> | AsyncIterable<EncodedSequence>,
  { lookAhead, signal, settings = {}, sharesRepeats = false, onUsage }: RunInOrderOptions,
): AsyncGenerator<Float32Array, void, undefined> {
  signal?.throwIfAborted();
  const call = {};
  const feed = new ResultFeed(lookAhead);
  using _ = onAbort(signal, (reason) => {
    feed.fail(reason);
    // Now, and not when the consumer comes back for its next result: what waits must not run in the meantime.
    scheduler.cancel(call, reason);
  });
  const submit = (sequence: EncodedSequence, index: number): Promise<Float32Array> =>
    scheduler.submit(sequence, { call, index, settings });
  const reading = readAhead(sequences, feed, { submit, own: sharesRepeats ? (result) => result : copy });
  try {
    for (let result = await feed.next(); result !== undefined; result = await feed.next()) yield result;
    onUsage?.({ tokens: await reading });
  } finally {
    feed.fail(undefined);
    scheduler.cancel(call, signal?.reason);
  }
}

interface ReadAheadOptions {
  readonly submit: (sequence: EncodedSequence, index: number) => Promise<Float32Array>;
  readonly own: (result: Float32Array) => Float32Array;
}

/**
 * Submits sequences as long as the feed has room, and closes their source when the feed ends first. One and the same sequence
 * object is run once, however often it comes; `own` makes the result of each time. Resolves, whatever happens, to the number of tokens that were
 * read.
 */
async function readAhead(
  sequences: Iterable<EncodedSequence> | AsyncIterable<EncodedSequence>,
  feed: ResultFeed,
  { submit, own }: ReadAheadOptions,
): Promise<number> {
  // Weak, so that a stream's sequences are forgotten as soon as its source lets go of them.
  const results = new WeakMap<EncodedSequence, Promise<Float32Array>>();
  let index = 0;
  let tokens = 0;
  try {
    for await (const sequence of sequences) {
      if (feed.isEnded) return tokens;
      const result = results.get(sequence) ?? submit(requireSequence(sequence, index), index);
      results.set(sequence, result);
      // A copy for the first one too: the consumer may change its result before the sequence comes again.
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
