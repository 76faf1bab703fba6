import type { IndexedDocument, IndexingPipeline } from '../indexing-pipeline.ts';
import type { Clock, JobHandler, QueuePort } from '../queue/queue-port.ts';
import { noteRejected } from '../rejected/rejected-documents.ts';
import { newestFinishedRun } from '../runs/run-records.ts';
import { readUnitId } from '../runs/unit-ids.ts';
import { isPassing, judgeError } from '../failures/judge-error.ts';
import type { WorkerTally } from './worker-tally.ts';

/** Gives the documents that the items of a unit stand for; any number of each. */
export type ReadDocuments<Item, Payload extends object> = (
  items: readonly Item[],
  options: { readonly signal: AbortSignal },
) => Documents<Payload> | Promise<Documents<Payload>>;

type Documents<Payload extends object> = Iterable<IndexedDocument<Payload>> | AsyncIterable<IndexedDocument<Payload>>;

/** What indexing a unit needs. */
export interface UnitParts<Item, Payload extends object> {
  readonly port: QueuePort;
  readonly clock: Clock;
  readonly pipeline: IndexingPipeline<Payload>;
  readonly read: ReadDocuments<Item, Payload>;
  readonly tally: WorkerTally;
  /** How long nobody takes a unit when a server asks to wait and does not say how long. */
  readonly pauseMs: number;
  /** Rejected documents that are kept. */
  readonly keepRejected: number;
  readonly onUnit: (event: UnitEvent) => void;
}

/** What became of a try of a unit. */
export interface UnitEvent {
  readonly runId: number;
  readonly items: number;
  /** `superseded` units belong to a run before one that is finished, and are not indexed. */
  readonly outcome: 'done' | 'superseded' | 'failed' | 'dead' | 'pause';
  /** Documents of those items, where it is `done`. */
  readonly documents: number;
  readonly rejected: number;
  readonly ms: number;
  /** Why it was not done, where it was not. */
  readonly error?: unknown;
}

/** Makes the handler of units: reads the documents of one and has the pipeline index them. */
export function indexUnitWith<Item, Payload extends object>(parts: UnitParts<Item, Payload>): JobHandler {
  const { port, clock, tally, pauseMs, onUnit } = parts;
  return async ({ id, json }, { signal }) => {
    const { runId, items } = readUnitId(id);
    const startedAt = clock.now();
    const tell = (outcome: UnitEvent['outcome'], further: Partial<UnitEvent> = {}): void =>
      onUnit({ runId, items, outcome, documents: 0, rejected: 0, ms: clock.now() - startedAt, ...further });
    // Nothing of an older run is written once a newer one is finished: that has removed what vanished, which would come back.
    if ((await newestFinishedRun(port)) > runId) {
      tell('superseded');
      return { kind: 'done', result: { superseded: items } };
    }
    tally.begin(runId);
    try {
      const done = await indexItems(parts, { runId, items: JSON.parse(json) as Item[], signal });
      if ('passing' in done) throw done.passing;
      await tally.add(runId, { items, ...done });
      tell('done', { documents: done.documents, rejected: done.rejected });
      return { kind: 'done', result: { ...done, ms: clock.now() - startedAt } };
    } catch (error) {
      signal.throwIfAborted();
      const outcome = judgeError(error, pauseMs);
      tell(outcome.kind, { error });
      return outcome;
    }
  };
}

/** What was done, or an error that some documents had and that may pass: the others are stored and found unchanged by the next try. */
async function indexItems<Item, Payload extends object>(
  { port, pipeline, read, keepRejected }: UnitParts<Item, Payload>,
  { runId, items, signal }: { runId: number; items: readonly Item[]; signal: AbortSignal },
) {
  const documents = await read(items, { signal });
  const report = await pipeline.index(documents, { runId, signal, onFailure: 'skip' });
  const { indexed, unchanged, superseded, passages, failures } = report;
  const rejected = failures.filter(({ error }) => !isPassing(error));
  await noteRejected(port, { runId, failures: rejected, keep: keepRejected });
  const passing = failures.find(({ error }) => isPassing(error));
  if (passing !== undefined) return { passing: passing.error };
  const all = indexed + unchanged + superseded + rejected.length;
  return { documents: all, indexed, unchanged, superseded, passages, rejected: rejected.length };
}
