import { randomUUID } from 'node:crypto';

import type { ReadableVectorStore, SparseEmbedder } from '@x/core';
import { createSearchPipeline, type IndexProgress } from '@x/pipeline';
import { createVectorStore, type QdrantClient } from '@x/qdrant-adapter';

import { textsAtOnce } from '../limits.ts';
import { type DemoEmbedder, toPassages } from './passages.ts';
import { retrieveStages, type TextEmbedders, type TextPayload } from './search-stages.ts';
import type { Shared } from './shared.ts';

/** What texts are indexed with. */
export interface IndexParts {
  readonly client: QdrantClient;
  readonly words: SparseEmbedder;
  /** Held as long as the index is there. Without one, texts are found by words alone. */
  readonly embedder: Shared<DemoEmbedder> | undefined;
}

/** Options of {@link TextIndex.build}. */
export interface BuildOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** Texts in the store, each passage under its position, with the vectors of one embedder. */
export class TextIndex implements AsyncDisposable {
  readonly embedder: IndexParts['embedder'];
  readonly store: ReadableVectorStore<TextPayload>;
  readonly #words: SparseEmbedder;
  readonly #remove: () => Promise<unknown>;
  #passageCount = 0;

  private constructor({ client, words, embedder }: IndexParts) {
    // A name of its own, so that the index before can be searched until this one is ready.
    const collection = randomUUID();
    this.embedder = embedder;
    const dense = embedder === undefined ? {} : { dense: { dimension: embedder.resource.dimension } };
    const vectors = { ...dense, words: { sparse: true, idf: true } } as const;
    this.store = createVectorStore<TextPayload>(client, { collection, vectors });
    this.#words = words;
    const letGo = embedder?.hold();
    this.#remove = () => client.deleteCollection(collection).finally(letGo);
  }

  /** Embeds and stores the texts. What was stored is removed again when it fails or is cancelled. */
  static async build(parts: IndexParts, texts: readonly string[], options: BuildOptions): Promise<TextIndex> {
    const index = new TextIndex(parts);
    try {
      const { store } = index;
      const retrieve = retrieveStages(index.embedders);
      const stages = retrieve.length > 1 ? [...retrieve, { fuse: 'fuse' }] : retrieve;
      const pipeline = createSearchPipeline<TextPayload>({ store, stages });
      const passages = await toPassages(texts, parts.embedder?.resource, options.signal);
      index.#passageCount = passages.length;
      const documents = passages.map((text, id) => ({ id, payload: { text } }));
      await pipeline.index(documents, { ...options, batchSize: textsAtOnce });
      options.signal.throwIfAborted();
      return index;
    } catch (error) {
      await index[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** How many passages the texts have; as many as there are texts when none is longer than the models read. */
  get passageCount(): number {
    return this.#passageCount;
  }

  get embedders(): TextEmbedders {
    return { words: this.#words, dense: this.embedder?.resource };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#remove();
  }
}
