import { PipelineStageError } from '@x/core';

/** A stage's result and how long it took. */
export interface TimedResult<T> {
  readonly result: T;
  readonly milliseconds: number;
}

/**
 * Runs one stage and times it.
 *
 * @throws {PipelineStageError} naming the stage, with its error as the cause; an abort is passed on untouched.
 */
export async function runStage<T>(
  stage: string,
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<TimedResult<T>> {
  signal?.throwIfAborted();
  const start = performance.now();
  try {
    return { result: await work(), milliseconds: performance.now() - start };
  } catch (cause) {
    if (signal?.aborted && cause === signal.reason) throw cause;
    throw new PipelineStageError({ stage, cause });
  }
}
