import { type ModelUsage, PipelineStageError, type PointId, type StoreDatabase } from '@x/core';

/** Tells that a call or one of its stages begins or is over. It has no text in it. */
export interface PipelineEvent {
  readonly kind: 'start' | 'end' | 'error';
  readonly operation: 'search' | 'index' | 'removeVanished';
  /** The same number for all events of one call. */
  readonly call: number;
  /** The same number for a start and its end or error. */
  readonly span: number;
  /** Name of the stage; absent for the call itself. */
  readonly stage?: string;
  /** What is done, and with what; absent for fusion and for functions in the place of a stage. */
  readonly work?: PipelineWork;
  /** How long it took, in milliseconds; absent at the start. */
  readonly durationMs?: number;
  /** Documents that came out of it; absent at the start and where there are none to count. */
  readonly documents?: number;
  /** Tokens that a model read; absent at the start and where nobody counts them. */
  readonly tokens?: number;
  /** The hits of a search, best first; a function, like the query. Only at its end. */
  readonly hits?: () => readonly { readonly id: PointId; readonly score: number }[];
  /** What it failed with; only at an error. */
  readonly error?: unknown;
}

/** What a call or a stage does. */
export type PipelineWork =
  | {
      readonly type: 'search';
      readonly topK: number;
      readonly database: StoreDatabase | undefined;
      /** The query: a function, so that whoever writes events down writes no text down by accident. */
      readonly query: () => string;
    }
  | { readonly type: 'index' | 'removeVanished'; readonly database: StoreDatabase | undefined }
  | {
      readonly type: 'embed';
      readonly model: string;
      /** Components of each vector; absent for sparse ones. */
      readonly dimension: number | undefined;
      readonly texts: number;
    }
  | {
      readonly type: 'store';
      /** `retrieve` and `update` belong to runs with an id: what is stored is read back, and marked. */
      readonly action: 'query' | 'retrieve' | 'upsert' | 'update' | 'delete';
      readonly database: StoreDatabase | undefined;
      /** How many points are read by their ids, written or removed. */
      readonly points?: number;
    }
  | { readonly type: 'rerank'; readonly model: string; readonly candidates: number };

/** Receives events; an exception that it throws is ignored, since watching must not change what is watched. */
export type PipelineEventListener = (event: PipelineEvent) => void;

/** How a stage is told what a model read; empty where nobody listens. */
export interface UsageOption {
  readonly onUsage?: (usage: ModelUsage) => void;
}

/** What is known of a result. */
type ResultFacts = Pick<PipelineEvent, 'documents' | 'hits'>;

let calls = 0;
let spans = 0;

/** The events and times of one call. */
export class CallWatch {
  /** Milliseconds by stage; those of a name add up. */
  readonly timingsMs: Record<string, number> = {};
  readonly #call = calls++;
  readonly #operation: PipelineEvent['operation'];
  readonly #listener: PipelineEventListener | undefined;

  constructor(operation: PipelineEvent['operation'], listener: PipelineEventListener | undefined) {
    this.#operation = operation;
    this.#listener = listener;
  }

  /** Runs the whole call between a start and an end. */
  call<T>(work: PipelineWork, run: () => Promise<T>, factsOf?: (result: T) => ResultFacts): Promise<T> {
    return this.#watch({ work }, 'total', run, factsOf);
  }

  /**
   * Runs one stage between a start and an end.
   *
   * @throws {PipelineStageError} naming the stage, with its error as the cause; an abort, and what a stage within it threw, is passed on
   *   untouched.
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
    try {
      this.#listener?.({ operation: this.#operation, call: this.#call, ...event });
    } catch {
      // The listener's own affair.
    }
  }
}

function countOf(result: unknown): ResultFacts {
  return Array.isArray(result) ? { documents: result.length } : {};
}
