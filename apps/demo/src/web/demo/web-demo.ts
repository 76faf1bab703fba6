import { SparseTextEmbedding } from '@x/embed';
import { QdrantClient } from '@x/qdrant-adapter';

import { readMovies } from '../../example/movies.ts';
import type { CollectionInfo, DemoState, ModelRole, NewCollection, SearchAnswer, Suggestion } from '../contract.ts';
import { demoLimits, maxIndexings, maxSearches } from '../limits.ts';
import { RequestFailure } from '../request-failure.ts';
import { ChangeFeed } from './change-feed.ts';
import { DemoModels } from './demo-models.ts';
import { listRolesModels, type RolesModels } from './model-roles.ts';
import { suggestQueries } from './movie-queries.ts';
import { type CheckedSearch, searchTexts } from './search-texts.ts';
import { TextCollections } from './text-collections.ts';
import type { BuildOptions } from './text-index.ts';

/** Options of {@link WebDemo.open}. */
export interface WebDemoOptions {
  /** True to open no connection to a model hub. @default false */
  readonly offline?: boolean;
  /** @default the supported models of `@x/embed` and `@x/cross-encoder` */
  readonly models?: RolesModels;
}

interface WebDemoParts {
  readonly client: QdrantClient;
  readonly words: SparseTextEmbedding;
  readonly queries: readonly Suggestion[];
}

/** The functions of the page, independent of the protocol. */
export class WebDemo implements AsyncDisposable {
  readonly feed: ChangeFeed = new ChangeFeed();
  readonly models: DemoModels;
  readonly #collections: TextCollections;
  readonly #parts: WebDemoParts;
  readonly #running = { searches: 0, indexings: 0 };

  private constructor(parts: WebDemoParts, { offline = false, models = listRolesModels() }: WebDemoOptions) {
    const { changed: onChange, progressed: onProgress } = this.feed;
    let embedder: unknown;
    const onModelChange = (): void => {
      onChange();
      if (embedder === this.models.embedder.present) return;
      embedder = this.models.embedder.present;
      this.#collections.refresh();
    };
    this.#parts = parts;
    this.models = new DemoModels({ models, offline, onChange: onModelChange, onProgress });
    this.#collections = new TextCollections({
      ...parts,
      limits: demoLimits,
      embedder: () => this.models.embedder.present,
      isWaiting: () => this.models.embedder.state.phase === 'loading',
      onChange,
    });
  }

  /** Creates a demo with the movies. `start` loads its models. */
  static async open(options: WebDemoOptions = {}): Promise<WebDemo> {
    const [{ query, descriptions }, words] = await Promise.all([readMovies(), SparseTextEmbedding.load('Qdrant/bm25')]);
    const client = new QdrantClient(':memory:');
    const demo = new WebDemo({ client, words, queries: suggestQueries(query, descriptions) }, options);
    demo.#collections.keep({ id: 'movies', name: 'Movies', texts: descriptions });
    return demo;
  }

  get state(): DemoState {
    const { queries } = this.#parts;
    return { ...this.models.state, collections: this.#collections.list(), queries, limits: demoLimits };
  }

  /** Starts to load both models. Until they are ready, the movies can be searched by words. */
  start(names: Readonly<Record<ModelRole, string>>): void {
    this.#collections.refresh();
    this.models.start(names);
  }

  /**
   * Runs a search.
   *
   * @throws {RequestFailure} 404 for an unknown collection, 429 while too many searches run, 503 while a model is not ready.
   * @throws the errors of the pipeline.
   */
  async search(request: CheckedSearch, signal: AbortSignal): Promise<SearchAnswer> {
    this.#requireRoom('searches', maxSearches);
    return this.#counted('searches', async () => {
      const { index, name, message } = this.#collections.use(request.collection);
      const isByWords = request.way === 'two' && request.firstStage === 'words';
      if (index === undefined || (!isByWords && index.resource.embedder === undefined)) {
        throw this.#cannotUse(
          'embedder',
          message ?? `The collection '${name}' is still being embedded. Try again in a moment.`,
        );
      }
      if (!request.rerank) return index.use((texts) => searchTexts(texts, request, { reranker: undefined, signal }));
      const shared = this.models.reranker.present;
      if (shared === undefined) throw this.#cannotUse('reranker', '');
      return shared.use((reranker) => index.use((texts) => searchTexts(texts, request, { reranker, signal })));
    });
  }

  /** Checks that `addCollection` can start. @throws {RequestFailure} 429 while too many collections are indexed, 503 while the embedder is loading. */
  requireCanAdd(): void {
    this.#requireRoom('indexings', maxIndexings);
    if (this.models.embedder.state.phase === 'loading') throw this.#cannotUse('embedder', '');
  }

  /** Indexes texts as a new collection. @throws {RequestFailure} see `requireCanAdd`. @throws the errors of the pipeline. */
  async addCollection(collection: NewCollection, options: BuildOptions): Promise<CollectionInfo> {
    this.requireCanAdd();
    return this.#counted('indexings', () => this.#collections.add(collection, options));
  }

  /** Deletes a collection. @throws {RequestFailure} 404 for an unknown id, 409 for the movies. */
  removeCollection(id: string): Promise<void> {
    return this.#collections.remove(id);
  }

  /** Disposes of everything. The caller must cancel running work before. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#collections.close();
    await this.models.close();
    await this.#parts.words.dispose();
    await this.#parts.client.close();
  }

  #requireRoom(kind: 'searches' | 'indexings', most: number): void {
    if (this.#running[kind] < most) return;
    const message = `The demo is busy: ${most} ${kind} are running, which is the maximum. Try again in a moment.`;
    throw new RequestFailure({ status: 429, code: 'BUSY', message });
  }

  async #counted<Result>(kind: 'searches' | 'indexings', work: () => Promise<Result>): Promise<Result> {
    this.#running[kind]++;
    try {
      return await work();
    } finally {
      this.#running[kind]--;
    }
  }

  /** Returns why a model cannot be used: it is not ready or, for a ready model, `otherwise`. */
  #cannotUse(role: ModelRole, otherwise: string): RequestFailure {
    const { name, phase, message = '' } = this.models[role].state;
    const without = role === 'embedder' ? 'search by words' : 'search without reranking';
    if (phase === 'ready') return new RequestFailure({ status: 503, code: 'NOT_READY', message: otherwise });
    const sentences = {
      loading: `The ${role} '${name}' is still loading. Wait until it is ready, or ${without}.`,
      failed: `The ${role} '${name}' could not be loaded: ${message} Choose another one, or ${without}.`,
    };
    return new RequestFailure({ status: 503, code: `MODEL_${phase.toUpperCase()}`, message: sentences[phase] });
  }
}
