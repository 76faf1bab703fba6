import { randomUUID } from 'node:crypto';

import { followSignal, onAbort } from '@x/core';

import type { CollectionInfo, DemoLimits, NewCollection } from '../contract.ts';
import { RequestFailure } from '../request-failure.ts';
import { charactersOf } from './characters.ts';
import { Shared } from './shared.ts';
import { type BuildOptions, type IndexParts, TextIndex } from './text-index.ts';

/** Texts, and what they are searched by. */
export interface TextCollection extends NewCollection {
  readonly id: string;
  readonly isOwn: boolean;
  /** Aborted when the collection is freed. */
  readonly lifetime: AbortController;
  /** Counts up with each use of any collection. */
  usedAt: number;
  index?: Shared<TextIndex>;
  /** Why the present embedder could not embed it. */
  message?: string;
}

/** Options of {@link TextCollections}. */
export interface TextCollectionsOptions extends Omit<IndexParts, 'embedder'> {
  readonly limits: DemoLimits;
  /** The embedder that collections are to be searched by. */
  readonly embedder: () => IndexParts['embedder'];
  /** True while there is no embedder yet, but one on its way. */
  readonly isWaiting: () => boolean;
  readonly onChange: () => void;
}

/** The collections of the demo, in memory alone. */
export class TextCollections {
  readonly #options: TextCollectionsOptions;
  readonly #collections = new Map<string, TextCollection>();
  #rebuilding = { controller: new AbortController(), done: Promise.resolve() };
  #uses = 0;

  constructor(options: TextCollectionsOptions) {
    this.#options = options;
  }

  /** All collections, the demo's own first, then by age. */
  list(): CollectionInfo[] {
    return Array.from(this.#collections.values(), (collection) => this.#describe(collection));
  }

  /** Puts a collection in place that stays; it is indexed by the next `refresh`. */
  keep({ id, name, texts }: NewCollection & { readonly id: string }): void {
    this.#collections.set(id, { id, name, texts, isOwn: false, lifetime: new AbortController(), usedAt: 0 });
  }

  /** The collection, which counts as used now. @throws {RequestFailure} 404 when there is none. */
  use(id: string): TextCollection {
    const collection = this.#require(id);
    collection.usedAt = ++this.#uses;
    return collection;
  }

  /** Indexes texts as a new collection; when that is over, those unused for longest make room. Nothing is left of a cancelled one. */
  async add({ name, texts }: NewCollection, options: BuildOptions): Promise<CollectionInfo> {
    const index = await TextIndex.build(this.#parts(), texts, options);
    const lifetime = new AbortController();
    const collection = { id: randomUUID(), name, texts, isOwn: true, lifetime, usedAt: ++this.#uses };
    this.#collections.set(collection.id, { ...collection, index: new Shared(index) });
    await this.#dropSurplus(collection.id);
    this.#options.onChange();
    // The embedder was exchanged meanwhile.
    if (index.embedder !== this.#options.embedder()) this.refresh();
    return this.#describe(this.#require(collection.id));
  }

  /** Frees a collection; searches that are under way in it are finished. @throws {RequestFailure} 404, or 409 for one that stays. */
  async remove(id: string): Promise<void> {
    const collection = this.#require(id);
    if (!collection.isOwn) {
      const message = `The collection '${collection.name}' belongs to the demo and stays. Only your own can be removed.`;
      throw new RequestFailure({ status: 409, code: 'COLLECTION_STAYS', message });
    }
    await this.#free(collection);
    this.#options.onChange();
  }

  /** Indexes anew, one after the other, what is not indexed with the present embedder. */
  refresh(): void {
    const before = this.#rebuilding;
    before.controller.abort();
    const controller = new AbortController();
    const done = before.done.then(() => this.#rebuildAll(controller.signal));
    this.#rebuilding = { controller, done };
  }

  /** Frees everything. */
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
      // Freed in the very moment in which it was built.
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
      'There is no such collection any more: it was removed, or gave way to newer ones. Add the texts again.';
    throw new RequestFailure({ status: 404, code: 'COLLECTION_NOT_FOUND', message, parameter: 'collection' });
  }

  /** Frees those unused for longest, as long as all are too many or too large; never the one with the id. */
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
