import { randomUUID } from 'node:crypto';

import { followSignal, onAbort } from '@x/core';

import type { CollectionInfo, DemoLimits, NewCollection } from '../contract.ts';
import { RequestFailure } from '../request-failure.ts';
import { charactersOf } from './characters.ts';
import { Shared } from './shared.ts';
import { type BuildOptions, type IndexParts, TextIndex } from './text-index.ts';

/** A collection of texts with its index. */
export interface TextCollection extends NewCollection {
  readonly id: string;
  readonly isOwn: boolean;
  /** Aborted when the collection is deleted. */
  readonly lifetime: AbortController;
  /** The number of the last use, counted over all collections. */
  usedAt: number;
  index?: Shared<TextIndex>;
  /** The reason why the current embedder failed to embed the texts. */
  message?: string;
}

/** Options of {@link TextCollections}. */
export interface TextCollectionsOptions extends Omit<IndexParts, 'embedder'> {
  readonly limits: DemoLimits;
  /** Returns the embedder for all collections. */
  readonly embedder: () => IndexParts['embedder'];
  /** Returns true while the first embedder is loading. */
  readonly isWaiting: () => boolean;
  readonly onChange: () => void;
}

/** The collections of the demo. They exist only in memory. */
export class TextCollections {
  readonly #options: TextCollectionsOptions;
  readonly #collections = new Map<string, TextCollection>();
  #rebuilding = { controller: new AbortController(), done: Promise.resolve() };
  #uses = 0;

  constructor(options: TextCollectionsOptions) {
    this.#options = options;
  }

  /** Returns all collections, the movies first, then by age. */
  list(): CollectionInfo[] {
    return Array.from(this.#collections.values(), (collection) => this.#describe(collection));
  }

  /** Adds a permanent collection. The next `refresh` indexes it. */
  keep({ id, name, texts }: NewCollection & { readonly id: string }): void {
    this.#collections.set(id, { id, name, texts, isOwn: false, lifetime: new AbortController(), usedAt: 0 });
  }

  /** Returns a collection and marks it as used. @throws {RequestFailure} 404 for an unknown id. */
  use(id: string): TextCollection {
    const collection = this.#require(id);
    collection.usedAt = ++this.#uses;
    return collection;
  }

  /**
   * Indexes texts as a new collection. Then deletes the least recently used collections beyond the limits. A canceled call leaves nothing behind.
   */
  async add({ name, texts }: NewCollection, options: BuildOptions): Promise<CollectionInfo> {
    const index = await TextIndex.build(this.#parts(), texts, options);
    const lifetime = new AbortController();
    const collection = {
      id: randomUUID(),
      name: this.#unusedName(name),
      texts,
      isOwn: true,
      lifetime,
      usedAt: ++this.#uses,
    };
    this.#collections.set(collection.id, { ...collection, index: new Shared(index) });
    await this.#dropSurplus(collection.id);
    this.#options.onChange();
    // The embedder may have been replaced during the indexing.
    if (index.embedder !== this.#options.embedder()) this.refresh();
    return this.#describe(this.#require(collection.id));
  }

  /** Deletes a collection. Running searches in it finish. @throws {RequestFailure} 404, or 409 for a permanent collection. */
  async remove(id: string): Promise<void> {
    const collection = this.#require(id);
    if (!collection.isOwn) {
      const message = `The collection '${collection.name}' belongs to the demo and cannot be removed. Only your own collections can be removed.`;
      throw new RequestFailure({ status: 409, code: 'COLLECTION_STAYS', message });
    }
    await this.#free(collection);
    this.#options.onChange();
  }

  /** Indexes all collections that are not indexed with the current embedder, one after another. */
  refresh(): void {
    const before = this.#rebuilding;
    before.controller.abort();
    const controller = new AbortController();
    const done = before.done.then(() => this.#rebuildAll(controller.signal));
    this.#rebuilding = { controller, done };
  }

  /** Deletes all collections. */
  async close(): Promise<void> {
    this.#rebuilding.controller.abort();
    await this.#rebuilding.done;
    await Promise.all(Array.from(this.#collections.values(), (collection) => this.#free(collection)));
  }

  async #rebuildAll(signal: AbortSignal): Promise<void> {
    for (const collection of this.#collections.values()) {
      if (signal.aborted) return;
      if (collection.index !== undefined && this.#isCurrent(collection)) continue;
      using own = followSignal(signal);
      using _ = onAbort(collection.lifetime.signal, (reason) => own.abort(reason));
      await this.#rebuild(collection, own.signal);
    }
  }

  async #rebuild(collection: TextCollection, signal: AbortSignal): Promise<void> {
    const before = collection.index;
    delete collection.message;
    try {
      const index = await TextIndex.build(this.#parts(), collection.texts, { signal });
      // The collection was deleted while its index was built.
      if (collection.lifetime.signal.aborted) return await index[Symbol.asyncDispose]();
      collection.index = new Shared(index);
      this.#options.onChange();
      await before?.release();
    } catch (error) {
      if (signal.aborted) return;
      collection.message = error instanceof Error ? error.message : String(error);
      this.#options.onChange();
    }
  }

  /** Returns the name, with a number if another collection has it. */
  #unusedName(name: string): string {
    const used = new Set(Array.from(this.#collections.values(), (collection) => collection.name));
    let unused = name;
    for (let number = 2; used.has(unused); number++) unused = `${name} (${number})`;
    return unused;
  }

  #parts(): IndexParts {
    return { client: this.#options.client, words: this.#options.words, embedder: this.#options.embedder() };
  }

  #isCurrent({ index }: TextCollection): boolean {
    return index?.resource.embedder === this.#options.embedder();
  }

  #describe(collection: TextCollection): CollectionInfo {
    const { id, name, texts, index, message } = collection;
    const ready = index !== undefined && this.#isCurrent(collection) && !this.#options.isWaiting();
    const documents = index?.resource.passageCount ?? texts.length;
    const said = {
      ...(message !== undefined && { message }),
      ...(documents !== texts.length && { texts: texts.length }),
    };
    return { id, name, documents, ready, ...said };
  }

  #require(id: string): TextCollection {
    const found = this.#collections.get(id);
    if (found !== undefined) return found;
    const message =
      'This collection no longer exists. It was removed, or newer collections replaced it. Add the texts again.';
    throw new RequestFailure({ status: 404, code: 'COLLECTION_NOT_FOUND', message, parameter: 'collection' });
  }

  /** Deletes the least recently used own collections until the others are within the limits. Never deletes the collection `kept`. */
  async #dropSurplus(kept: string): Promise<void> {
    const { collections, charactersInAll } = this.#options.limits;
    for (;;) {
      const own = Array.from(this.#collections.values()).filter(({ isOwn }) => isOwn);
      const characters = own.reduce((sum, collection) => sum + charactersOf(collection.texts), 0);
      if (own.length <= collections && characters <= charactersInAll) return;
      const others = own.filter(({ id }) => id !== kept);
      await this.#free(others.reduce((oldest, other) => (other.usedAt < oldest.usedAt ? other : oldest)));
    }
  }

  async #free(collection: TextCollection): Promise<void> {
    this.#collections.delete(collection.id);
    collection.lifetime.abort();
    await collection.index?.release();
  }
}
