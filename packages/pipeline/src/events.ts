import { PipelineStageError } from '@x/core';

/** Tells that a call or one of its stages begins or is over. */
export interface PipelineEvent {
  readonly kind: 'start' | 'end' | 'error';
  readonly operation: 'search' | 'index';
  /** The same number for all events of one call. */
  readonly call: number;
  /** The same number for a start and its end or error. */
  readonly span: number;
  /** Name of the stage; absent for the call itself. */
  readonly stage?: string;
  /** How long it took, in milliseconds; absent at the start. */
  readonly durationMs?: number;
  /** Documents that came out of it; absent at the start and where there are none to count. */
  readonly documents?: number;
  /** What it failed with; only at an error. */
  readonly error?: unknown;
}

/** Receives events; an exception that it throws is ignored, since watching must not change what is watched. */
export type PipelineEventListener = (event: PipelineEvent) => void;

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
  call<T>(work: () => Promise<T>): Promise<T> {
    return this.#watch({}, 'total', work);
  }

  /**
   * Runs one stage between a start and an end.
   *
   * @throws {PipelineStageError} naming the stage, with its error as the cause; an abort, and what a stage within it threw, is passed on
   *   untouched.
   */
  async stage<T>(stage: string, work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    signal?.throwIfAborted();
    try {
      return await this.#watch({ stage }, stage, work);
    } catch (cause) {
      if ((signal?.aborted && cause === signal.reason) || PipelineStageError.isInstance(cause)) throw cause;
      throw new PipelineStageError({ stage, cause });
    }
  }

  async #watch<T>(about: { readonly stage?: string }, name: string, work: () => Promise<T>): Promise<T> {
    const span = spans++;
    const start = performance.now();
    const elapsed = (): number => performance.now() - start;
    this.#tell({ kind: 'start', span, ...about });
    try {
      const result = await work();
      this.#tell({ kind: 'end', span, ...about, durationMs: elapsed(), ...countOf(result) });
      return result;
    } catch (error) {
      this.#tell({ kind: 'error', span, ...about, durationMs: elapsed(), error });
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

function countOf(result: unknown): { documents?: number } {
  return Array.isArray(result) ? { documents: result.length } : {};
}
