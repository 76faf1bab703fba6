// What the page and its server say to each other, as JSON. Types alone: both sides import them, neither runs the other's code.
//
//   GET    /api/state            -> DemoState
//   GET    /api/events           server-sent events `state`, each with a whole DemoState: the present one, then one after each change
//   POST   /api/search           SearchRequest -> SearchAnswer
//   POST   /api/collections      NewCollection -> lines of JSON, each an IndexingLine; closing the connection cancels
//   DELETE /api/collections/:id  frees a collection of one's own -> 204
//   POST   /api/models           ModelRequest -> 202 DemoState; the rest arrives over the events
//   DELETE /api/models/loading   stops what is being loaded, of both roles or of one (?role=embedder) -> 204
//
// Whatever fails answers a Failure with status 400, 403, 404, 409, 413, 415, 422, 429, 499 (cancelled), 500 or 503 (models still loading).

/** Which of the two models of a search. */
export type ModelRole = 'embedder' | 'reranker';

/** How candidates are found: by meaning, by words (BM25), or by both, fused. */
export type FirstStage = 'dense' | 'words' | 'hybrid';

/**
 * `two`: a first stage and, where wanted, the reranker. `cascade`: meaning and words find, tokens order what both found (MaxSim), the
 * reranker, where wanted, reads the ten best.
 */
export type SearchWay = 'two' | 'cascade';

/** Everything that the page needs to know before a search. */
export interface DemoState {
  readonly models: Readonly<Record<ModelRole, ModelState>>;
  readonly choices: { readonly embedders: readonly ModelChoice[]; readonly rerankers: readonly ModelChoice[] };
  /** The movies first, then one's own, oldest first. */
  readonly collections: readonly CollectionInfo[];
  /** Suggestions for the movies; the first is the tutorial's. */
  readonly queries: readonly Suggestion[];
  readonly limits: DemoLimits;
}

/** What can be asked of the movies. */
export interface Suggestion {
  readonly query: string;
  /** The text that answers it, as a reader sees it; a search may place another one first. */
  readonly answer: { readonly id: number; readonly text: string };
}

/** A model in use, or on its way. */
export interface ModelState {
  readonly name: string;
  /** `failed` when neither this model nor an earlier one can be used. */
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Where it came from, once it is ready. */
  readonly source?: 'bundled' | 'path' | 'cache' | 'hub';
  /** Progress of the model on its way: `next`, or else `name`. */
  readonly completedBytes?: number;
  readonly totalBytes?: number;
  /** Why it, or the model that should have followed it, could not be loaded, and what to do. */
  readonly message?: string;
  /** The model that is being loaded in place of this one, which can be used until then. */
  readonly next?: string;
}

/** A model that can be chosen. */
export interface ModelChoice {
  readonly name: string;
  /** Loads without a download. */
  readonly installed: boolean;
  /** About how much is downloaded, or lies here; 0 where it is not known. */
  readonly bytes: number;
  /** As the model's card names it, `mit`; `unknown` where it names none. */
  readonly licence: string;
  /** False where the licence forbids it, and where there is none to tell. */
  readonly commercialUse: boolean;
  readonly description: string;
}

/** Texts that can be searched. */
export interface CollectionInfo {
  /** `movies`, or made by the server. */
  readonly id: string;
  readonly name: string;
  /** What a search can find: the texts, or their passages where some are longer than the models read. */
  readonly documents: number;
  /** How many texts there are, where they have more passages than that. */
  readonly texts?: number;
  /** False until the present embedder has embedded them; meanwhile they are searched by words, or by the embedder before. */
  readonly ready: boolean;
  /** Why it could not embed them. */
  readonly message?: string;
}

/** Bounds; what is beyond them is refused with 413. */
export interface DemoLimits {
  /** Own collections that are kept; one more takes the place of that unused for longest. */
  readonly collections: number;
  /** Texts of one collection. */
  readonly texts: number;
  readonly charactersPerText: number;
  /** Characters of all own collections together. */
  readonly charactersInAll: number;
  readonly queryCharacters: number;
  readonly candidates: number;
}

/** Body of `POST /api/search`. */
export interface SearchRequest {
  readonly query: string;
  /** A collection's id. */
  readonly collection: string;
  /** Of two stages; the cascade has a first stage of its own. */
  readonly firstStage: FirstStage;
  /** @default 'two' */
  readonly way?: SearchWay;
  readonly rerank: boolean;
  /** Of each list that is found. 1 to 100. @default 10 */
  readonly candidates?: number;
  /** 1 to `candidates`. @default candidates */
  readonly topK?: number;
}

/** What a search found. */
export interface SearchAnswer {
  readonly query: string;
  readonly collection: string;
  readonly firstStage: FirstStage;
  readonly way: SearchWay;
  readonly reranked: boolean;
  /** All candidates, by their final rank. */
  readonly documents: readonly FoundDocument[];
  readonly timingsMs: SearchTimings;
  /** `reranker` where there was one, `embedder` unless only words were looked at. */
  readonly models: { readonly embedder?: string; readonly reranker?: string };
}

/** A candidate and its way through the stages. */
export interface FoundDocument {
  /** Its place in the collection, from 0. */
  readonly id: number;
  /** As it was given; a passage of it where it is longer than the models read. */
  readonly text: string;
  /** The first 200 characters, cut between graphemes. */
  readonly snippet: string;
  /** Whether it is one of the `topK` best. */
  readonly shown: boolean;
  /** Before the reranker: of hybrid, after the fusion; of the cascade, after MaxSim. */
  readonly firstStage: StagePlace;
  /** After each stage that had it, by the stage's name: `dense`, `words`, `fuse`, `maxSim`, `rerank`. */
  readonly stages: Readonly<Record<string, StagePlace>>;
  readonly rerank?: StagePlace;
  /** Of the cascade: the words of `text` that the query's tokens matched best, in its order. */
  readonly matches?: readonly TextMatch[];
}

/** A part of a text: `text.slice(start, end)`. */
export interface TextMatch {
  readonly start: number;
  readonly end: number;
  /** How much of the score after MaxSim it accounts for, from 0 to 1. */
  readonly weight: number;
}

/** Where a document stood after a stage. */
export interface StagePlace {
  /** 1 is the best. */
  readonly rank: number;
  /** Scores of different stages have different measures. */
  readonly score: number;
}

/** Milliseconds. `embed` and `retrieve`, which is the store's part, are the longer of the two of hybrid and the cascade, which run at the same time. */
export interface SearchTimings {
  readonly embed: number;
  readonly retrieve: number;
  readonly fuse?: number;
  readonly maxSim?: number;
  readonly rerank?: number;
  /** Finding out which words matched. */
  readonly matches?: number;
  readonly total: number;
}

/** Body of `POST /api/collections`. */
export interface NewCollection {
  readonly name: string;
  readonly texts: readonly string[];
}

/** A line of the answer to `POST /api/collections`; the last one is a collection or a failure. */
export type IndexingLine =
  | { readonly completed: number; readonly total: number; readonly remainingMs?: number }
  | { readonly collection: CollectionInfo }
  | { readonly failure: Failure };

/** Body of `POST /api/models`. Without `download: true` a model that is not installed is refused with 409, its size and licence. */
export interface ModelRequest {
  readonly role: ModelRole;
  readonly name: string;
  readonly download?: boolean;
}

/** What could not be done. */
export interface Failure {
  readonly error: {
    /** For programs. */
    readonly code: string;
    /** What happened and what to do, in a sentence. */
    readonly message: string;
    /** The field of the request that is wrong. */
    readonly parameter?: string;
  };
}
