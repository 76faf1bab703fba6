import { randomUUID } from 'node:crypto';

import type { ReadableVectorStore, SparseEmbedder } from '@x/core';
import {
  createSearchPipeline,
  type IndexProgress,
  type SearchStorePipelineOptions,
  type StagedPipeline,
} from '@x/pipeline';
import { createSearchStore, createVectorStore, type QdrantClient } from '@x/qdrant-adapter';

import { textsAtOnce } from '../limits.ts';
import { type DemoEmbedder, toPassages, withTokens } from './passages.ts';
import { retrieveStages, type TextEmbedders, type TextPayload } from './search-stages.ts';
import type { Shared } from './shared.ts';
import { charactersOf } from './characters.ts';

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

/** What a cascade needs, but for the reranker. */
export type CascadeParts = Pick<SearchStorePipelineOptions<TextPayload>, 'store' | 'embedder' | 'words'>;

/** More characters than that have their tokens kept by signs alone: a token is four characters or so, and 48 bytes then in place of 388. */
const charactersInFull = 200_000;

/** Texts in the store, each passage under its position, with the vectors of one embedder. */
export class TextIndex implements AsyncDisposable {
  readonly embedder: IndexParts['embedder'];
  readonly store: ReadableVectorStore<TextPayload>;
  /** `undefined` where no embedder gives the vectors of tokens. */
  readonly cascade: CascadeParts | undefined;
  readonly #words: SparseEmbedder;
  readonly #remove: () => Promise<unknown>;
  #passageCount = 0;

  private constructor({ client, words, embedder }: IndexParts, texts: readonly string[]) {
    // A name of its own, so that the index before can be searched until this one is ready.
    const collection = randomUUID();
    this.embedder = embedder;
    this.#words = words;
    const tokenEmbedder = withTokens(embedder?.resource);
    if (tokenEmbedder === undefined) {
      const dense = embedder === undefined ? {} : { dense: { dimension: embedder.resource.dimension } };
      const vectors = { ...dense, words: { sparse: true, idf: true } } as const;
      this.store = createVectorStore<TextPayload>(client, { collection, vectors });
    } else {
      const tokens = charactersOf(texts) > charactersInFull ? 'bit' : 'int8';
      const store = createSearchStore<TextPayload>(client, { collection, dimension: tokenEmbedder.dimension, tokens });
      this.store = store;
      this.cascade = { store, embedder: tokenEmbedder, words };
    }
    const letGo = embedder?.hold();
    this.#remove = () => client.deleteCollection(collection).finally(letGo);
  }

  /** Embeds and stores the texts. What was stored is removed again when it fails or is cancelled. */
  static async build(parts: IndexParts, texts: readonly string[], options: BuildOptions): Promise<TextIndex> {
    const index = new TextIndex(parts, texts);
    try {
      const passages = await toPassages(texts, parts.embedder?.resource, options.signal);
      index.#passageCount = passages.length;
      const documents = passages.map((text, id) => ({ id, payload: { text } }));
      await index.#pipeline().index(documents, { ...options, batchSize: textsAtOnce });
      options.signal.throwIfAborted();
      return index;
    } catch (error) {
      await index[Symbol.asyncDispose]();
      throw error;
    }
  }

  #pipeline(): Pick<StagedPipeline<TextPayload>, 'index'> {
    if (this.cascade !== undefined) return createSearchPipeline<TextPayload>(this.cascade);
    const retrieve = retrieveStages(this.embedders);
    const stages = retrieve.length > 1 ? [...retrieve, { fuse: 'fuse' }] : retrieve;
    return createSearchPipeline<TextPayload>({ store: this.store, stages });
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
