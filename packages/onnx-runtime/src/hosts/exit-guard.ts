/**
 * Lets a process end while a worker is inside ONNX Runtime.
 *
 * Node tears workers down when the main thread exits, and a worker that is then inside native code takes the whole process
 * with it (`terminate called after throwing an instance of 'Napi::Error'`, SIGABRT). Two shared cells prevent it: the worker
 * raises `busy` around its native calls; the main thread, on its way out, raises `exiting`, after which no native call
 * begins, and waits for the current one (docs/decisions/0002-a-worker-that-is-never-terminated.md). A signal that kills at once tears nothing down, so nothing has to be waited for.
 */
const busy = 0;
const exiting = 1;

/** New cells, both lowered, to be shared between the main thread and one worker. */
export function createExitCells(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/**
 * In the worker: does native `work` that the main thread will wait for before it exits. Once it is exiting nothing is begun
 * and the promise never settles.
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

/** In the worker: says that no native work is going on, whatever was begun. For a thread that ends in the middle of it. */
export function lowerGuard(cells: Int32Array): void {
  Atomics.store(cells, busy, 0);
  Atomics.notify(cells, busy);
}

const guarded = new Set<Int32Array>();

/** In the main thread: makes the process wait for the worker's current native call when it exits; returns the undo. */
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
