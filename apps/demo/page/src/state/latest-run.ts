/** Runs tasks one at a time. Only the latest one delivers its outcome. */
export interface LatestRun {
  /**
   * Aborts the previous run and starts this one. `settle` receives the outcome unless another run or `cancel` comes first.
   */
  start<Result>(task: (signal: AbortSignal) => Promise<Result>, settle: (outcome: Outcome<Result>) => void): void;
  /** Aborts the current run and drops its outcome. */
  cancel(): void;
}

export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** Creates a {@link LatestRun}. A late outcome never replaces a newer one: its run is aborted, and an outcome that still arrives is dropped. */
export function createLatestRun(): LatestRun {
  let current: AbortController | undefined;
  const cancel = (): void => {
    current?.abort();
    current = undefined;
  };
  return {
    cancel,
    start(task, settle) {
      cancel();
      const controller = new AbortController();
      current = controller;
      const settleIfCurrent: typeof settle = (outcome) => {
        if (current !== controller) return;
        current = undefined;
        settle(outcome);
      };
      task(controller.signal).then(
        (result) => settleIfCurrent({ result }),
        (error: unknown) => settleIfCurrent({ error }),
      );
    },
  };
}
