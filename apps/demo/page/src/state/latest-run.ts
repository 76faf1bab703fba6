/** Runs tasks of which only the latest counts. */
export interface LatestRun {
  /**
   * Aborts the run before and starts this one. `settle` gets the outcome unless another run or `cancel` came first.
   */
  start<Result>(task: (signal: AbortSignal) => Promise<Result>, settle: (outcome: Outcome<Result>) => void): void;
  /** Aborts the run that is under way; its outcome is dropped. */
  cancel(): void;
}

export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** A late answer never overwrites a newer one: it is aborted, and if it comes all the same, it is dropped. */
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
