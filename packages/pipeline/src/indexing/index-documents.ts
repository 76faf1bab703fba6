import { InvalidArgumentError, isIterableObject, requireInteger, requireOneOf, requireOptions, Turns } from '@x/core';

import { CallWatch } from '../events.ts';
import { indexOptionKinds, type IndexOptions, type PipelineDocument } from './index-options.ts';
import { batchesOf, groupsByPassages } from './batches-of.ts';
import { contentHash, documentKey } from './document-keys.ts';
import type { IndexReport } from './index-report.ts';
import { type Indexer, readableStore, requireVersionedStore, vectorsOf } from './indexer.ts';
import { type ChangedDocument, changedDocuments, type SplitDocument, passagesOf, readId, readSource, type SourceDocument } from './plan-documents.ts'; // prettier-ignore
import { markAsSeen, planRun, type RunPlan } from './plan-run.ts';
import { ProgressReport } from './progress-report.ts';
import { removeOlder } from './remove-older.ts';
import { removeVanished } from './remove-vanished.ts';
import { RunStore } from './run-store.ts';
import { SkippedDocuments } from './skipped-documents.ts';
import { type EmbeddedPassages, writePassages, type Writing } from './write-passages.ts';
import { removeLeftovers, writeRun } from './write-run.ts';

type Documents<Payload extends object> = Iterable<PipelineDocument<Payload>> | AsyncIterable<PipelineDocument<Payload>>;

/** Indexes documents batch by batch; see `SearchPipeline.index`. */
export async function indexDocuments<Payload extends object>(
  indexer: Indexer<Payload>,
  documents: Documents<Payload>,
  options: IndexOptions,
): Promise<IndexReport> {
  const { onFailure, removeVanished: isRemoving = false, signal } = requireIndexOptions(indexer, options);
  requireDocuments(documents);
  // A list can be checked completely before anything is stored; a stream is checked batch by batch.
  if (Array.isArray(documents) && onFailure === 'stop') await checkAll(documents, indexer.text, signal);
  const watch = new CallWatch('index', indexer.onEvent);
  const run = new IndexRun(indexer, options, watch);
  await watch.call({ type: 'index', database: indexer.store.database }, async () => {
    const total = options.total ?? (Array.isArray(documents) ? documents.length : undefined);
    const progress = new ProgressReport(run.subject, total, options.onProgress);
    for await (const batch of batchesOf(documents, options.batchSize ?? defaultBatchSize, signal)) {
      await run.indexBatch(batch);
      progress.report(run.seen);
    }
    if (isRemoving) await run.removeVanished();
  });
  return run.report(watch.timingsMs['total']!);
}

/** Checks a list in turns of the event loop. */
async function checkAll<Payload extends object>(
  documents: readonly PipelineDocument<Payload>[],
  text: (payload: Payload) => string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const turns = new Turns({ signal });
  for (const [index, document] of documents.entries()) {
    if (turns.isSpent()) await turns.next();
    readSource(document, index, text);
  }
}

function requireDocuments(documents: unknown): void {
  if (isIterableObject(documents)) return;
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
  readonly #skipped: SkippedDocuments;
  readonly #batchSize: number;
  readonly #settings: unknown;
  readonly #keys: Set<string> | undefined;
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
    const hasStored = () => this.#counts.indexed + this.#counts.unchanged > 0;
    this.#skipped = new SkippedDocuments({ isSkipping: onFailure === 'skip', signal, hasStored });
    this.#batchSize = batchSize ?? defaultBatchSize;
    this.subject = [...new Set(vectors.map(({ embedder }) => embedder.modelName))].join(', ');
    this.#settings = {
      chunker: indexer.chunker?.name ?? '',
      models: vectors.map(({ embedder: { modelName, documentSettings }, using }) => {
        return [using ?? '', modelName, ...(documentSettings === undefined ? [] : [documentSettings])];
      }),
    };
    this.#keys = isRemoving === true && runId === undefined ? new Set() : undefined;
    const { store } = indexer;
    this.#runStore =
      runId === undefined ? undefined : new RunStore(requireVersionedStore(store, runId), { runId, watch, signal });
  }

  async indexBatch(batch: readonly PipelineDocument<Payload>[]): Promise<void> {
    this.#writing.signal?.throwIfAborted();
    const skipped = this.#skipped.count;
    const sources = await this.#readSources(batch);
    const { changed, superseded } = await this.#plan(lastOfEach(sources));
    this.#counts.unchanged += sources.length - changed.length - superseded.length;
    this.#counts.superseded += superseded.length;
    if (this.#runStore !== undefined) await this.#clean(superseded, this.#runStore);
    await this.#write(await this.#split(changed));
    if (this.#runStore !== undefined) await markAsSeen(this.#skipped.since(skipped), this.#runStore);
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
    return { ...this.#counts, failures: this.#skipped.inSourceOrder(), totalMs };
  }

  async #plan(documents: readonly SourceDocument<Payload>[]): Promise<RunPlan<Payload>> {
    if (this.#runStore !== undefined) return planRun(documents, this.#runStore);
    const store = readableStore(this.#indexer.store);
    const changed = await changedDocuments(documents, store, this.#writing.signal);
    return { changed, superseded: [] };
  }

  async #split(documents: readonly ChangedDocument<Payload>[]): Promise<SplitDocument<Payload>[]> {
    const split: SplitDocument<Payload>[] = [];
    for (const document of documents) {
      await this.#skipped.orSkip(document, async () => {
        split.push({ document, passages: await passagesOf(document, this.#indexer.chunker) });
      });
    }
    return split;
  }

  /** Removes passages that an earlier attempt at this work may have stored before a later run wrote the documents. */
  async #clean(superseded: RunPlan<Payload>['superseded'], store: RunStore<Payload>): Promise<void> {
    const rewritten = superseded.filter(({ written }) => written > store.runId);
    await removeLeftovers(store, await this.#split(rewritten.map(({ document }) => document)));
  }

  async #write(split: readonly SplitDocument<Payload>[]): Promise<void> {
    for (const group of groupsByPassages(split, this.#batchSize)) await this.#writeGroup(group);
  }

  /** Writes documents together. If one of them may be at fault, it is found by writing each one alone. */
  async #writeGroup(group: readonly SplitDocument<Payload>[]): Promise<void> {
    const [first, ...others] = group;
    if (others.length === 0) return this.#skipped.orSkip(first!.document, () => this.#store(group));
    const embedded: EmbeddedPassages = new Map();
    try {
      await this.#store(group, embedded);
    } catch (error) {
      if (!this.#skipped.isSkippable(error)) throw error;
      for (const one of group) await this.#skipped.orSkip(one.document, () => this.#store([one], embedded));
    }
  }

  async #store(split: readonly SplitDocument<Payload>[], embedded?: EmbeddedPassages): Promise<void> {
    const batchSize = this.#batchSize;
    const writing = { ...this.#writing, embedded };
    let superseded: readonly SplitDocument<Payload>[] = [];
    if (this.#runStore === undefined) await writePassages(this.#indexer, split, batchSize, writing);
    else superseded = await writeRun(this.#runStore, split, { ...writing, batchSize });
    this.#counts.superseded += superseded.length;
    this.#counts.indexed += split.length - superseded.length;
    for (const { passages } of split) this.#counts.passages += passages.length;
    for (const { passages } of superseded) this.#counts.passages -= passages.length;
  }

  async #readSources(batch: readonly PipelineDocument<Payload>[]): Promise<SourceDocument<Payload>[]> {
    const sources: SourceDocument<Payload>[] = [];
    const turns = new Turns({ signal: this.#writing.signal });
    for (const [offset, document] of batch.entries()) {
      if (turns.isSpent()) await turns.next();
      const index = this.seen + offset;
      try {
        // Also added when the text cannot be read: the document has not vanished.
        this.#keys?.add(documentKey(readId(document, index)));
        const { content, ...source } = readSource(document, index, this.#indexer.text);
        sources.push({
          ...source,
          hash: contentHash({ payload: content, settings: this.#settings, text: source.text }),
        });
      } catch (error) {
        if (!this.#skipped.isSkipping) throw error;
        this.#skipped.add({ id: document?.id, index, stage: 'text', error });
      }
    }
    return sources;
  }
}

/** Returns the last document for each id: in a batch, as across batches, the last one counts. */
function lastOfEach<Payload extends object>(sources: readonly SourceDocument<Payload>[]): SourceDocument<Payload>[] {
  return [...new Map(sources.map((source) => [documentKey(source.id), source])).values()];
}
