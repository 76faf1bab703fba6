// Entry point of a worker thread.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import { lowerGuard, runGuarded } from './exit-guard.ts';
import type { Request, Response } from './session-protocol.ts';
import { serveSession } from './session-server.ts';
import type { WorkerData } from './worker-host.ts';

const { exitCells } = workerData as WorkerData;
const port = parentPort!;

// Stray errors and `process.exit()` in a reduction's module end this thread, so the main thread must no longer wait for
// it.
process.once('exit', () => lowerGuard(exitCells));

serveSession({
  onRequest: (listener) => void port.on('message', (request: Request) => listener(request)),
  post: (response) => port.postMessage(response, transferables(response)),
  leave: () => leave(port),
  guard: (work) => runGuarded(exitCells, work),
});

/** Closes the port, which alone kept the thread alive. In Deno the port cannot be closed, so the thread exits. */
function leave({ close }: Partial<MessagePort>): void {
  if (close === undefined) process.exit();
  close.call(port);
}

function transferables(response: Response): ArrayBuffer[] {
  if (response.type !== 'result') return [];
  const { values, lengths } = response.result;
  return [values.buffer as ArrayBuffer, lengths.buffer as ArrayBuffer];
}
