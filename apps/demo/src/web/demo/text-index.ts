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

/** The client and embedders of an index. */
export interface IndexParts {
  readonly client: QdrantClient;
  readonly words: SparseEmbedder;
  /** The dense embedder. The index holds it until it is disposed of. Without one, only BM25 finds texts. */
  readonly embedder: Shared<DemoEmbedder> | undefined;
}

/** Options of {@link TextIndex.build}. */
export interface BuildOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** The parts of a cascade, except the reranker. */
export type CascadeParts = Pick<SearchStorePipelineOptions<TextPayload>, 'store' | 'embedder' | 'words'>;

/** Above this number of characters, only the signs of token vectors are stored. A token, about four characters, then takes 48 instead of 388 bytes. */
const charactersInFull = 200_000;

/** An index of texts in the store, with the vectors of one embedder. The id of a passage is its position. */
export class TextIndex implements AsyncDisposable {
  readonly embedder: IndexParts['embedder'];
  readonly store: ReadableVectorStore<TextPayload>;
  /** The parts of the cascade; `undefined` without token vectors. */
  readonly cascade: CascadeParts | undefined;
  readonly #words: SparseEmbedder;
  readonly #remove: () => Promise<unknown>;
  #passageCount = 0;

  private constructor({ client, words, embedder }: IndexParts, texts: readonly string[]) {
    // A unique name, so that the previous index can be searched until this one is ready.
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

  /** Embeds and stores the texts. Removes the stored texts if it fails or is canceled. */
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

  /** The number of passages. It equals the number of texts if no text is too long for the models. */
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
