/** A promise that is settled from outside, as by `Promise.withResolvers`, which Node.js has from 22 on. */
export interface Deferred<Value = void> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Creates a promise that a test settles, to decide when the tested code goes on.
 *
 * @example
 * const { promise, resolve } = deferred();
 * embedder.gate = promise;
 * resolve();
 */
export function deferred<Value = void>(): Deferred<Value> {
  let resolve!: (value: Value) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<Value>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
}
