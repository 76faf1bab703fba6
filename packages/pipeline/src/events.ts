import { callObserver, type ModelUsage, PipelineStageError, type PointId, type StoreDatabase } from '@x/core';

/** Reports that a call or one of its stages starts, ends or fails. Contains no texts. */
export interface PipelineEvent {
  readonly kind: 'start' | 'end' | 'error';
  readonly operation: 'search' | 'index' | 'removeVanished';
  /** Identifies the call: the same number in all its events. */
  readonly call: number;
  /** Identifies the call or stage: the same number at its start and at its end or error. */
  readonly span: number;
  /** Name of the stage; absent for the call itself. */
  readonly stage?: string;
  /** What the call or stage does; absent for fusion and for custom functions. */
  readonly work?: PipelineWork;
  /** Duration in milliseconds; absent at the start. */
  readonly durationMs?: number;
  /** Number of resulting documents; absent at the start and when the result has no documents. */
  readonly documents?: number;
  /** Number of tokens that a model read; absent at the start and when the model does not count them. */
  readonly tokens?: number;
  /** Returns the hits of a search, best first. A function, like the query. Only at the end of a search. */
  readonly hits?: () => readonly { readonly id: PointId; readonly score: number }[];
  /** The error; only in an error event. */
  readonly error?: unknown;
}

/** What a call or a stage does. */
export type PipelineWork =
  | {
      readonly type: 'search';
      readonly topK: number;
      readonly database: StoreDatabase | undefined;
      /** Returns the query. A function, so that logging an event does not log the text by accident. */
      readonly query: () => string;
    }
  | { readonly type: 'index' | 'removeVanished'; readonly database: StoreDatabase | undefined }
  | {
      readonly type: 'embed';
      readonly model: string;
      /** Components of each vector; absent for sparse vectors. */
      readonly dimension: number | undefined;
      readonly texts: number;
    }
  | {
      readonly type: 'store';
      /** `retrieve` and `update` belong to runs with an id, which read stored points back and mark them. */
      readonly action: 'query' | 'retrieve' | 'upsert' | 'update' | 'delete';
      readonly database: StoreDatabase | undefined;
      /** Number of points that are read by id, written or removed. */
      readonly points?: number;
    }
  | { readonly type: 'rerank'; readonly model: string; readonly candidates: number };

/** Receives events. What it throws, and the rejection of a promise that it returns, is ignored, because observing a call must not change it. */
export type PipelineEventListener = (event: PipelineEvent) => void;

/** Passed to a stage to report what a model read; empty without a listener. */
export interface UsageOption {
  readonly onUsage?: (usage: ModelUsage) => void;
}

/** What an event reports about a result. */
type ResultFacts = Pick<PipelineEvent, 'documents' | 'hits'>;

let calls = 0;
let spans = 0;

/** Emits the events of one call and measures its durations. */
export class CallWatch {
  /** Milliseconds by stage name; stages with the same name add up. */
  readonly timingsMs: Record<string, number> = {};
  readonly #call = calls++;
  readonly #operation: PipelineEvent['operation'];
  readonly #listener: PipelineEventListener | undefined;

  constructor(operation: PipelineEvent['operation'], listener: PipelineEventListener | undefined) {
    this.#operation = operation;
    this.#listener = listener;
  }

  /** Runs the whole call between a start event and an end event. */
  call<T>(work: PipelineWork, run: () => Promise<T>, factsOf?: (result: T) => ResultFacts): Promise<T> {
    return this.#watch({ work }, 'total', run, factsOf);
  }

  /**
   * Runs one stage between a start event and an end event.
   *
   * @throws {PipelineStageError} with the stage's name, and its error as the cause. An abort, and a PipelineStageError of a stage within
   * it, is thrown unchanged.
   */
  async stage<T>(
    stage: string,
    run: (usage: UsageOption) => Promise<T>,
    signal: AbortSignal | undefined,
    work?: PipelineWork,
  ): Promise<T> {
    signal?.throwIfAborted();
    try {
      return await this.#watch({ stage, ...(work && { work }) }, stage, run);
    } catch (cause) {
      if ((signal?.aborted && cause === signal.reason) || PipelineStageError.isInstance(cause)) throw cause;
      throw new PipelineStageError({ stage, cause });
    }
  }

  async #watch<T>(
    about: Pick<PipelineEvent, 'stage' | 'work'>,
    name: string,
    run: (usage: UsageOption) => Promise<T>,
    factsOf: (result: T) => ResultFacts = countOf,
  ): Promise<T> {
    const span = spans++;
    const start = performance.now();
    const elapsed = (): number => performance.now() - start;
    let read: { tokens?: number } = {};
    const onUsage = ({ tokens }: ModelUsage): void => void (read = { tokens: (read.tokens ?? 0) + tokens });
    this.#tell({ kind: 'start', span, ...about });
    try {
      const result = await run(this.#listener === undefined ? {} : { onUsage });
      this.#tell({ kind: 'end', span, ...about, durationMs: elapsed(), ...read, ...factsOf(result) });
      return result;
    } catch (error) {
      this.#tell({ kind: 'error', span, ...about, durationMs: elapsed(), ...read, error });
      throw error;
    } finally {
      this.timingsMs[name] = (this.timingsMs[name] ?? 0) + elapsed();
    }
  }

  #tell(event: Omit<PipelineEvent, 'operation' | 'call'>): void {
    callObserver(this.#listener, { operation: this.#operation, call: this.#call, ...event });
  }
}

function countOf(result: unknown): ResultFacts {
  return Array.isArray(result) ? { documents: result.length } : {};
}
