import { InvalidArgumentError, PipelineStageError, requireInteger, requireOneOf, requireOptions } from '@x/core';

import { CallWatch } from '../events.ts';
import { indexOptionKinds, type IndexOptions, type PipelineDocument } from './index-options.ts';
import { batchesOf, groupsByPassages } from './batches-of.ts';
import { documentKey } from './document-keys.ts';
import type { IndexFailure, IndexReport } from './index-report.ts';
import { type Indexer, readableStore, requireVersionedStore, vectorsOf } from './indexer.ts';
import { type ChangedDocument, changedDocuments, type DividedDocument, passagesOf, readId, readSource, type SourceDocument } from './plan-documents.ts'; // prettier-ignore
import { markAsSeen, planRun, type RunPlan } from './plan-run.ts';
import { ProgressReport } from './progress-report.ts';
import { removeOlder } from './remove-older.ts';
import { removeVanished } from './remove-vanished.ts';
import { RunStore } from './run-store.ts';
import { embedPassages } from './embed-passages.ts';
import { writePassages, type Writing } from './write-passages.ts';
import { removeLeftovers, writeRun } from './write-run.ts';

type Documents<Payload extends object> = Iterable<PipelineDocument<Payload>> | AsyncIterable<PipelineDocument<Payload>>;

/** Indexes documents batch by batch; see `SearchPipeline.index`. */
export async function indexDocuments<Payload extends object>(
  indexer: Indexer<Payload>,
  documents: Documents<Payload>,
  options: IndexOptions,
): Promise<IndexReport> {
  const { onFailure, removeVanished: isRemoving = false } = requireIndexOptions(indexer, options);
  requireDocuments(documents);
  // A list can be checked completely before anything is stored; a stream is checked batch by batch.
  if (Array.isArray(documents) && onFailure === 'stop') {
    for (const [index, document] of documents.entries())
      readSource(document as PipelineDocument<Payload>, index, indexer.text);
  }
  const watch = new CallWatch('index', indexer.onEvent);
  const run = new IndexRun(indexer, options, watch);
  await watch.call({ type: 'index', database: indexer.store.database }, async () => {
    const total = options.total ?? (Array.isArray(documents) ? documents.length : undefined);
    const progress = new ProgressReport(run.subject, total, options.onProgress);
    for await (const batch of batchesOf(documents, options.batchSize ?? defaultBatchSize)) {
      await run.indexBatch(batch);
      progress.report(run.seen);
    }
    if (isRemoving) await run.removeVanished();
  });
  return run.report(watch.timingsMs['total']!);
}

function requireDocuments(documents: unknown): void {
  const isIterable =
    typeof documents === 'object' &&
    documents !== null &&
    (Symbol.iterator in documents || Symbol.asyncIterator in documents);
  if (isIterable) return;
  const expected = 'a list of documents `{ id, payload }`, or another iterable';
  throw new InvalidArgumentError({ parameter: 'documents', value: documents, expected });
}

const defaultBatchSize = 64;

function requireIndexOptions<Payload extends object>(
  { store, chunker }: Indexer<Payload>,
  options: IndexOptions,
): IndexOptions & { onFailure: 'stop' | 'skip' } {
  requireOptions(options, indexOptionKinds);
  const { batchSize = defaultBatchSize, onFailure = 'stop', removeVanished: isRemoving, runId } = options;
  requireInteger(batchSize, 'batchSize', { min: 1 });
  requireOneOf(onFailure, 'onFailure', ['stop', 'skip']);
  if (runId !== undefined) requireVersionedStore(store, requireInteger(runId, 'runId', { min: 0 }));
  if (readableStore(store) === undefined && (isRemoving === true || chunker !== undefined)) {
    const parameter = isRemoving === true ? 'removeVanished' : 'chunker';
    const expected = 'used with a store that has retrieve and scan (ReadableVectorStore)';
    const problem = () => `${parameter} must be ${expected}.`;
    throw new InvalidArgumentError({ parameter, value: isRemoving ?? chunker?.name, expected, problem });
  }
  return { ...options, onFailure };
}

/** State of one run: its counts, and the processing of a batch. */
class IndexRun<Payload extends object> {
  /** Subject of the progress events: the names of the models. */
  readonly subject: string;
  /** Number of documents of the source that are finished. */
  seen = 0;
  readonly #indexer: Indexer<Payload>;
  readonly #writing: Writing;
  readonly #isSkipping: boolean;
  readonly #batchSize: number;
  readonly #settings: unknown;
  readonly #keys: Set<string> | undefined;
  readonly #failures: IndexFailure[] = [];
  readonly #counts = { indexed: 0, unchanged: 0, removed: 0, superseded: 0, passages: 0 };
  /** Set for a run with an id. */
  readonly #runStore: RunStore<Payload> | undefined;

  constructor(
    indexer: Indexer<Payload>,
    { signal, batchSize, onFailure, removeVanished: isRemoving, runId }: IndexOptions,
    watch: CallWatch,
  ) {
    const vectors = vectorsOf(indexer.stages);
    this.#indexer = indexer;
    this.#writing = { vectors, watch, signal };
    this.#isSkipping = onFailure === 'skip';
    this.#batchSize = batchSize ?? defaultBatchSize;
    this.subject = [...new Set(vectors.map(({ embedder }) => embedder.modelName))].join(', ');
    this.#settings = {
      models: vectors.map(({ embedder, using }) => [using ?? '', embedder.modelName]),
      chunker: indexer.chunker?.name ?? '',
    };
    this.#keys = isRemoving === true && runId === undefined ? new Set() : undefined;
    const { store } = indexer;
    this.#runStore =
      runId === undefined ? undefined : new RunStore(requireVersionedStore(store, runId), { runId, watch, signal });
  }

  async indexBatch(batch: readonly PipelineDocument<Payload>[]): Promise<void> {
    this.#writing.signal?.throwIfAborted();
    const skipped = this.#failures.length;
    const sources = this.#readSources(batch);
    const { changed, superseded } = await this.#plan(lastOfEach(sources));
    this.#counts.unchanged += sources.length - changed.length - superseded.length;
    this.#counts.superseded += superseded.length;
    if (this.#runStore !== undefined) await this.#clean(superseded, this.#runStore);
    await this.#write(await this.#divide(changed));
    if (this.#runStore !== undefined) await markAsSeen(this.#failures.slice(skipped), this.#runStore);
    this.seen += batch.length;
  }

  async removeVanished(): Promise<void> {
    const { store } = this.#indexer;
    this.#counts.removed +=
      this.#runStore === undefined
        ? await removeVanished(readableStore(store)!, this.#keys!, this.#writing.signal)
        : await removeOlder(this.#runStore);
  }

  report(totalMs: number): IndexReport {
    return { ...this.#counts, failures: this.#failures, totalMs };
  }

  async #plan(documents: readonly SourceDocument<Payload>[]): Promise<RunPlan<Payload>> {
    if (this.#runStore !== undefined) return planRun(documents, this.#settings, this.#runStore);
    const store = readableStore(this.#indexer.store);
    const changed = await changedDocuments(documents, this.#settings, store, this.#writing.signal);
    return { changed, superseded: [] };
  }

  async #divide(documents: readonly ChangedDocument<Payload>[]): Promise<DividedDocument<Payload>[]> {
    const divided: DividedDocument<Payload>[] = [];
    for (const document of documents) {
      await this.#orSkip(document, async () => {
        divided.push({ document, passages: await passagesOf(document, this.#indexer.chunker) });
      });
    }
    return divided;
  }

  /** Removes passages that an earlier attempt at this work may have stored before a later run wrote the documents. */
  async #clean(superseded: RunPlan<Payload>['superseded'], store: RunStore<Payload>): Promise<void> {
    const rewritten = superseded.filter(({ written }) => written > store.runId);
    await removeLeftovers(store, await this.#divide(rewritten.map(({ document }) => document)));
  }

  async #write(divided: readonly DividedDocument<Payload>[]): Promise<void> {
    for (const group of groupsByPassages(divided, this.#batchSize)) await this.#writeGroup(group);
  }

  async #writeGroup(group: readonly DividedDocument<Payload>[]): Promise<void> {
    try {
      await this.#store(group);
    } catch (error) {
      // A failing store would fail again. A document that cannot be embedded is found by embedding each one alone.
      const isEmbedding = PipelineStageError.isInstance(error) && error.stage === 'embed';
      if (!this.#isSkipping || !isEmbedding || this.#writing.signal?.aborted) throw error;
      for (const one of group) {
        await this.#orSkip(one.document, async () => {
          // Embeds all passages first, so that nothing is stored when a later passage fails.
          for (const passage of one.passages) await embedPassages([passage], this.#writing.vectors, this.#writing);
          await this.#store([one]);
        });
      }
    }
  }

  async #store(divided: readonly DividedDocument<Payload>[]): Promise<void> {
    const batchSize = this.#batchSize;
    let superseded: readonly DividedDocument<Payload>[] = [];
    if (this.#runStore === undefined) await writePassages(this.#indexer, divided, batchSize, this.#writing);
    else superseded = await writeRun(this.#runStore, divided, { ...this.#writing, batchSize });
    this.#counts.superseded += superseded.length;
    this.#counts.indexed += divided.length - superseded.length;
    for (const { passages } of divided) this.#counts.passages += passages.length;
    for (const { passages } of superseded) this.#counts.passages -= passages.length;
  }

  #readSources(batch: readonly PipelineDocument<Payload>[]): SourceDocument<Payload>[] {
    const sources: SourceDocument<Payload>[] = [];
    for (const [offset, document] of batch.entries()) {
      const index = this.seen + offset;
      try {
        // Also added when the text cannot be read: the document has not vanished.
        this.#keys?.add(documentKey(readId(document, index)));
        sources.push(readSource(document, index, this.#indexer.text));
      } catch (error) {
        if (!this.#isSkipping) throw error;
        this.#failures.push({ id: document?.id, index, stage: 'text', error });
      }
    }
    return sources;
  }

  async #orSkip({ id, index }: SourceDocument<Payload>, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const stage = PipelineStageError.isInstance(error) ? error.stage : undefined;
      if (!this.#isSkipping || (stage !== 'chunk' && stage !== 'embed') || this.#writing.signal?.aborted) throw error;
      this.#failures.push({ id, index, stage, error });
    }
  }
}

/** Returns the last document for each id: in a batch, as across batches, the last one counts. */
function lastOfEach<Payload extends object>(sources: readonly SourceDocument<Payload>[]): SourceDocument<Payload>[] {
  return [...new Map(sources.map((source) => [documentKey(source.id), source])).values()];
}
