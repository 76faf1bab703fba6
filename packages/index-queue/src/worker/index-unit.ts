import { callObserver } from '@x/core';

import type { IndexedDocument, IndexingPipeline } from '../indexing-pipeline.ts';
import type { Clock, JobHandler, QueuePort } from '../queue/queue-port.ts';
import { noteRejected } from '../rejected/rejected-documents.ts';
import { newestFinishedRun } from '../runs/run-records.ts';
import { readUnitId } from '../runs/unit-ids.ts';
import { describeFailure } from '../failures/describe-failure.ts';
import { isPassing, judgeError } from '../failures/judge-error.ts';
import type { WorkerTally } from './worker-tally.ts';

/** Returns the documents that the items of a unit refer to. An item may refer to any number of documents. */
export type ReadDocuments<Item, Payload extends object> = (
  items: readonly Item[],
  options: { readonly signal: AbortSignal },
) => Documents<Payload> | Promise<Documents<Payload>>;

type Documents<Payload extends object> = Iterable<IndexedDocument<Payload>> | AsyncIterable<IndexedDocument<Payload>>;

/** Options of {@link indexUnitWith}. */
export interface UnitParts<Item, Payload extends object> {
  readonly port: QueuePort;
  readonly clock: Clock;
  readonly pipeline: IndexingPipeline<Payload>;
  readonly read: ReadDocuments<Item, Payload>;
  readonly tally: WorkerTally;
  /** Milliseconds for which no worker takes a unit when a server requests to wait without specifying a time. */
  readonly pauseMs: number;
  /** Maximum number of rejected documents to record. */
  readonly keepRejected: number;
  readonly onUnit: (event: UnitEvent) => void;
  /** Receives what `onUnit` throws. */
  readonly onError: (error: unknown) => void;
}

/** The outcome of one attempt of a unit. */
export interface UnitEvent {
  readonly runId: number;
  readonly items: number;
  /** A `superseded` unit belongs to a run before a finished run, and is not indexed. */
  readonly outcome: 'done' | 'superseded' | 'failed' | 'dead' | 'pause';
  /** Number of documents of those items when the outcome is `done`, else 0. */
  readonly documents: number;
  readonly rejected: number;
  readonly ms: number;
  /** The error of an attempt that failed or paused. It may contain the text of a document. */
  readonly error?: unknown;
  /** The reason of an attempt that failed or paused, without the text of a document. */
  readonly reason?: string;
}

/** Creates the handler of units. It reads the documents of a unit and lets the pipeline index them. */
export function indexUnitWith<Item, Payload extends object>(parts: UnitParts<Item, Payload>): JobHandler {
  const { port, clock, tally, pauseMs, onUnit, onError } = parts;
  return async ({ id, json }, { signal }) => {
    const { runId, items } = readUnitId(id);
    const startedAt = clock.now();
    const tell = (outcome: UnitEvent['outcome'], further: Partial<UnitEvent> = {}): void => {
      const event = { runId, items, outcome, documents: 0, rejected: 0, ms: clock.now() - startedAt, ...further };
      callObserver(onUnit, event, onError);
    };
    // After a newer run is finished, an older run must write nothing: vanished documents, which were removed, would come back.
    if ((await newestFinishedRun(port)) > runId) {
      const none = { indexed: 0, unchanged: 0, rejected: 0, passages: 0 };
      await tally.add(runId, { items, documents: items, superseded: items, skipped: items, ...none });
      tell('superseded');
      return { kind: 'done', result: { superseded: items } };
    }
    tally.begin(runId);
    try {
      const done = await indexItems(parts, { unit: id, items: JSON.parse(json) as Item[], signal });
      if ('passing' in done) throw done.passing;
      // An abandoned attempt adds nothing to the tally; the next attempt does.
      signal.throwIfAborted();
      await tally.add(runId, { items, ...done });
      tell('done', { documents: done.documents, rejected: done.rejected });
      return { kind: 'done', result: { ...done, ms: clock.now() - startedAt } };
    } catch (error) {
      signal.throwIfAborted();
      const outcome = judgeError(error, pauseMs);
      tell(outcome.kind, { error, reason: describeFailure(error) });
      return outcome;
    }
  };
}

/** Returns the counts, or an error of some documents that may pass. The next attempt then finds the other documents stored and unchanged. */
async function indexItems<Item, Payload extends object>(
  { port, pipeline, read, keepRejected }: UnitParts<Item, Payload>,
  { unit, items, signal }: { unit: string; items: readonly Item[]; signal: AbortSignal },
) {
  const { runId } = readUnitId(unit);
  const documents = await read(items, { signal });
  const report = await pipeline.index(documents, { runId, signal, onFailure: 'skip' });
  const { indexed, unchanged, superseded, passages, failures } = report;
  const rejected = failures.filter(({ error }) => !isPassing(error));
  await noteRejected(port, { unit, failures: rejected, keep: keepRejected });
  const passing = failures.find(({ error }) => isPassing(error));
  if (passing !== undefined) return { passing: passing.error };
  const all = indexed + unchanged + superseded + rejected.length;
  return { documents: all, indexed, unchanged, superseded, passages, rejected: rejected.length };
}
