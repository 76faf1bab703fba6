import { InvalidArgumentError, PipelineStageError, requireInteger, requireOneOf, requireOptions } from '@x/core';

import { CallWatch } from '../events.ts';
import { indexOptionKinds, type IndexOptions, type PipelineDocument } from './index-options.ts';
import { batchesOf } from './batches-of.ts';
import { documentKey } from './document-keys.ts';
import type { IndexFailure, IndexReport } from './index-report.ts';
import { type Indexer, readableStore, vectorsOf } from './indexer.ts';
import { changedDocuments, type DividedDocument, passagesOf, readId, readSource, type SourceDocument } from './plan-documents.ts'; // prettier-ignore
import { ProgressReport } from './progress-report.ts';
import { removeVanished } from './remove-vanished.ts';
import { embedPassages } from './embed-passages.ts';
import { writePassages, type Writing } from './write-passages.ts';

type Documents<Payload extends object> = Iterable<PipelineDocument<Payload>> | AsyncIterable<PipelineDocument<Payload>>;

/** Indexes documents batch by batch; see `SearchPipeline.index`. */
export async function indexDocuments<Payload extends object>(
  indexer: Indexer<Payload>,
  documents: Documents<Payload>,
  options: IndexOptions,
): Promise<IndexReport> {
  const { onFailure, removeVanished: isRemoving = false } = requireIndexOptions(indexer, options);
  requireDocuments(documents);
  // A list can be checked whole before anything is stored; a stream is checked batch by batch.
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
  const { batchSize = defaultBatchSize, onFailure = 'stop', removeVanished: isRemoving } = options;
  requireInteger(batchSize, 'batchSize', { min: 1 });
  requireOneOf(onFailure, 'onFailure', ['stop', 'skip']);
  if (readableStore(store) === undefined && (isRemoving === true || chunker !== undefined)) {
    const parameter = isRemoving === true ? 'removeVanished' : 'chunker';
    const expected = 'a store with retrieve and scan (ReadableVectorStore), which this one lacks';
    throw new InvalidArgumentError({ parameter, value: isRemoving ?? chunker?.name, expected });
  }
  return { ...options, onFailure };
}

/** The counts of one run, and what it does with a batch. */
class IndexRun<Payload extends object> {
  /** What progress is about. */
  readonly subject: string;
  /** Documents of the source that are done with. */
  seen = 0;
  readonly #indexer: Indexer<Payload>;
  readonly #writing: Writing;
  readonly #isSkipping: boolean;
  readonly #batchSize: number;
  readonly #settings: unknown;
  readonly #keys: Set<string> | undefined;
  readonly #failures: IndexFailure[] = [];
  readonly #counts = { indexed: 0, unchanged: 0, removed: 0, passages: 0 };

  constructor(
    indexer: Indexer<Payload>,
    { signal, batchSize, onFailure, removeVanished: isRemoving }: IndexOptions,
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
    this.#keys = isRemoving === true ? new Set() : undefined;
  }

  async indexBatch(batch: readonly PipelineDocument<Payload>[]): Promise<void> {
    const { store, chunker } = this.#indexer;
    const { signal } = this.#writing;
    signal?.throwIfAborted();
    const sources = this.#readSources(batch);
    const changed = await changedDocuments(lastOfEach(sources), this.#settings, readableStore(store), signal);
    this.#counts.unchanged += sources.length - changed.length;
    const divided: DividedDocument<Payload>[] = [];
    for (const document of changed) {
      await this.#orSkip(document, async () => {
        divided.push({ document, passages: await passagesOf(document, chunker) });
      });
    }
    await this.#write(divided);
    this.seen += batch.length;
  }

  async removeVanished(): Promise<void> {
    this.#counts.removed += await removeVanished(
      readableStore(this.#indexer.store)!,
      this.#keys!,
      this.#writing.signal,
    );
  }

  report(totalMs: number): IndexReport {
    return { ...this.#counts, failures: this.#failures, totalMs };
  }

  async #write(divided: readonly DividedDocument<Payload>[]): Promise<void> {
    try {
      await writePassages(this.#indexer, divided, this.#batchSize, this.#writing);
      this.#count(divided);
    } catch (error) {
      // A store that fails will fail again; a document that cannot be embedded is found by trying each alone.
      const isEmbedding = PipelineStageError.isInstance(error) && error.stage === 'embed';
      if (!this.#isSkipping || !isEmbedding || this.#writing.signal?.aborted) throw error;
      for (const one of divided) {
        await this.#orSkip(one.document, async () => {
          // Tried first, so that nothing of it is stored when a later passage fails.
          for (const passage of one.passages) await embedPassages([passage], this.#writing.vectors, this.#writing);
          await writePassages(this.#indexer, [one], this.#batchSize, this.#writing);
          this.#count([one]);
        });
      }
    }
  }

  #count(divided: readonly { passages: readonly unknown[] }[]): void {
    this.#counts.indexed += divided.length;
    for (const { passages } of divided) this.#counts.passages += passages.length;
  }

  #readSources(batch: readonly PipelineDocument<Payload>[]): SourceDocument<Payload>[] {
    const sources: SourceDocument<Payload>[] = [];
    for (const [offset, document] of batch.entries()) {
      const index = this.seen + offset;
      try {
        // Even where its text fails: it has not vanished.
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

/** Of several documents with one id the last counts, as it would without batches. */
function lastOfEach<Payload extends object>(sources: readonly SourceDocument<Payload>[]): SourceDocument<Payload>[] {
  return [...new Map(sources.map((source) => [documentKey(source.id), source])).values()];
}
