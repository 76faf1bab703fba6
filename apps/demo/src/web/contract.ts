// The JSON API between the page and its server. The file only contains types, so neither side runs code of the other.
//
//   GET    /api/state            -> DemoState
//   GET    /api/events           server-sent events `state`, each with a whole DemoState: the current one, then one after each change
//   POST   /api/search           SearchRequest -> SearchAnswer
//   POST   /api/collections      NewCollection -> lines of JSON, each an IndexingLine; closing the connection cancels the indexing
//   DELETE /api/collections/:id  deletes an own collection -> 204
//   POST   /api/models           ModelRequest -> 202 DemoState; the progress arrives with the events
//   DELETE /api/models/loading   stops loading the models of both roles, or of one (?role=embedder) -> 204
//
// A failed request gets a Failure with status 400, 403, 404, 409, 413, 415, 422, 429, 499 (canceled), 500 or 503 (models still loading).

/** The role of a model in a search. */
export type ModelRole = 'embedder' | 'reranker';

/** The way to find candidates: by meaning, by words (BM25), or by both with fusion. */
export type FirstStage = 'dense' | 'words' | 'hybrid';

/**
 * `two`: a first stage, then optionally the reranker. `cascade`: dense search and BM25 retrieve, MaxSim ranks the retrieved texts, then optionally
 * the reranker reranks the ten best.
 */
export type SearchWay = 'two' | 'cascade';

/** The state that the page needs before a search. */
export interface DemoState {
  readonly models: Readonly<Record<ModelRole, ModelState>>;
  readonly choices: { readonly embedders: readonly ModelChoice[]; readonly rerankers: readonly ModelChoice[] };
  /** The movies first, then own collections, oldest first. */
  readonly collections: readonly CollectionInfo[];
  /** Suggestions for the movies. The first is the query of the tutorial. */
  readonly queries: readonly Suggestion[];
  readonly limits: DemoLimits;
}

/** A suggested query for the movies. */
export interface Suggestion {
  readonly query: string;
  /** The text that answers the query according to a human reader. A search may rank another text first. */
  readonly answer: { readonly id: number; readonly text: string };
}

/** A model that is in use or loading. */
export interface ModelState {
  readonly name: string;
  /** `failed` when neither this model nor an earlier one can be used. */
  readonly phase: 'loading' | 'ready' | 'failed';
  /** The source of the model, once it is ready. */
  readonly source?: 'bundled' | 'path' | 'cache' | 'hub';
  /** The progress of the loading model, which is `next`, or else `name`. */
  readonly completedBytes?: number;
  readonly totalBytes?: number;
  /** Why this model, or the model that should have replaced it, could not be loaded, and what to do. */
  readonly message?: string;
  /** The model that is loading to replace this one. This one stays in use until then. */
  readonly next?: string;
}

/** A model to choose from. */
export interface ModelChoice {
  readonly name: string;
  /** True if the model loads without a download. */
  readonly installed: boolean;
  /** The approximate size on disk or of the download; 0 if unknown. */
  readonly bytes: number;
  /** The license as the model card names it, e.g. `mit`; `unknown` without one. */
  readonly license: string;
  /** False if the license forbids commercial use or is unknown. */
  readonly commercialUse: boolean;
  readonly description: string;
}

/** A searchable collection of texts. */
export interface CollectionInfo {
  /** The id: `movies`, or an id that the server generated. */
  readonly id: string;
  readonly name: string;
  /** The number of searchable documents: texts, or passages if some texts are too long for the models. */
  readonly documents: number;
  /** The number of texts, if it differs from `documents`. */
  readonly texts?: number;
  /** False until the current embedder has embedded the texts. Until then, BM25 or the previous embedder searches them. */
  readonly ready: boolean;
  /** The reason why the embedder failed to embed the texts. */
  readonly message?: string;
}

/** The limits of the demo. Requests that exceed them get status 413. */
export interface DemoLimits {
  /** The maximum number of own collections. One more replaces the least recently used one. */
  readonly collections: number;
  /** The maximum number of texts in one collection. */
  readonly texts: number;
  readonly charactersPerText: number;
  /** The maximum number of characters in all own collections together. */
  readonly charactersInAll: number;
  /** The maximum number of bytes of the JSON of the texts that are sent together. Most letters take one byte, others up to three. */
  readonly bytesPerRequest: number;
  readonly queryCharacters: number;
  readonly candidates: number;
}

/** Body of `POST /api/search`. */
export interface SearchRequest {
  readonly query: string;
  /** The id of the collection to search. */
  readonly collection: string;
  /** The first stage of two stages. The cascade ignores it. */
  readonly firstStage: FirstStage;
  /** @default 'two' */
  readonly way?: SearchWay;
  readonly rerank: boolean;
  /** The number of candidates in each retrieved list, from 1 to 100. @default 10 */
  readonly candidates?: number;
  /** The number of best documents to show, from 1 to `candidates`. @default candidates */
  readonly topK?: number;
}

/** The result of a search. */
export interface SearchAnswer {
  readonly query: string;
  readonly collection: string;
  readonly firstStage: FirstStage;
  readonly way: SearchWay;
  readonly reranked: boolean;
  /** All candidates in the order of their final ranks. */
  readonly documents: readonly FoundDocument[];
  readonly timingsMs: SearchTimings;
  /** The models of the search. `reranker` is absent without reranking, `embedder` for a search only by words. */
  readonly models: { readonly embedder?: string; readonly reranker?: string };
}

/** A candidate and its ranks in the stages. */
export interface FoundDocument {
  /** The position in the collection, from 0. */
  readonly id: number;
  /** The original text, or a passage of it if it is too long for the models. */
  readonly text: string;
  /** The text if it has at most 240 characters, else the first 200, truncated between graphemes. */
  readonly snippet: string;
  /** True for the `topK` best documents. */
  readonly shown: boolean;
  /** The rank before the reranker: after the fusion for hybrid search, after MaxSim for the cascade. */
  readonly firstStage: StagePlace;
  /** The rank after each stage that contained the document, by the name of the stage: `dense`, `words`, `fuse`, `maxSim`, `rerank`. */
  readonly stages: Readonly<Record<string, StagePlace>>;
  readonly rerank?: StagePlace;
  /** The words of `text` that best match the tokens of the query, in text order. Only for the cascade. */
  readonly matches?: readonly TextMatch[];
}

/** A part of a text: `text.slice(start, end)`. */
export interface TextMatch {
  readonly start: number;
  readonly end: number;
  /** The share of the MaxSim score that the match contributes, from 0 to 1. */
  readonly weight: number;
}

/** The rank and score of a document after a stage. */
export interface StagePlace {
  /** The rank, from 1 for the best document. */
  readonly rank: number;
  /** The score. Scores of different stages are not comparable. */
  readonly score: number;
}

/**
 * Times in milliseconds. `retrieve` is the time of the store. Hybrid search and the cascade run two searches at the same time. For them, `embed`
 * and `retrieve` are the longer times.
 */
export interface SearchTimings {
  readonly embed: number;
  readonly retrieve: number;
  readonly fuse?: number;
  readonly maxSim?: number;
  readonly rerank?: number;
  /** The time to find the matching words. */
  readonly matches?: number;
  readonly total: number;
}

/** Body of `POST /api/collections`. */
export interface NewCollection {
  readonly name: string;
  readonly texts: readonly string[];
}

/** A line of the response to `POST /api/collections`. The last one is a collection or a failure. */
export type IndexingLine =
  | { readonly completed: number; readonly total: number; readonly remainingMs?: number }
  | { readonly collection: CollectionInfo }
  | { readonly failure: Failure };

/** Body of `POST /api/models`. Without `download: true`, a model that is not installed causes status 409. The message states its size and license. */
export interface ModelRequest {
  readonly role: ModelRole;
  readonly name: string;
  readonly download?: boolean;
}

/** The body of an error response. */
export interface Failure {
  readonly error: {
    /** An error code for programs. */
    readonly code: string;
    /** A message that says what happened and what to do. */
    readonly message: string;
    /** The invalid field of the request. */
    readonly parameter?: string;
  };
}
