/**
 * Lets a process end while a worker is inside ONNX Runtime.
 *
 * When the main thread exits, Node tears down the workers. A worker inside native code then aborts the whole process (`terminate called after
 * throwing an instance of 'Napi::Error'`, SIGABRT). Two shared cells prevent this.
 * The worker raises `busy` around its native calls. On exit, the main thread raises `exiting`, after which no native call begins, and waits for the
 * current call (docs/decisions/0002-a-worker-that-is-never-terminated.md).
 * A signal that kills the process immediately tears nothing down, so no waiting is needed.
 */
const busy = 0;
const exiting = 1;

/** Returns new cells, both lowered, for the main thread to share with one worker. */
export function createExitCells(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/**
 * In the worker: runs native `work` that the main thread waits for before it exits. While the process is exiting, no work begins and the promise
 * never settles.
 */
export async function runGuarded<T>(cells: Int32Array, work: () => Promise<T>): Promise<T> {
  Atomics.store(cells, busy, 1);
  if (Atomics.load(cells, exiting) === 1) {
    lowerGuard(cells);
    return new Promise<T>(() => {});
  }
  try {
    return await work();
  } finally {
    lowerGuard(cells);
  }
}

/** In the worker: marks that no native work is running. For a thread that ends in the middle of its work. */
export function lowerGuard(cells: Int32Array): void {
  Atomics.store(cells, busy, 0);
  Atomics.notify(cells, busy);
}

const guarded = new Set<Int32Array>();

/** In the main thread: makes the process wait on exit for the worker's current native call. Returns a function that undoes this. */
export function guardExit(cells: Int32Array): () => void {
  if (guarded.size === 0) process.on('exit', waitForNativeCalls);
  guarded.add(cells);
  return () => {
    guarded.delete(cells);
    if (guarded.size === 0) process.off('exit', waitForNativeCalls);
  };
}

function waitForNativeCalls(): void {
  for (const cells of guarded) Atomics.store(cells, exiting, 1);
  for (const cells of guarded) {
    while (Atomics.load(cells, busy) === 1) Atomics.wait(cells, busy, 1);
  }
}
