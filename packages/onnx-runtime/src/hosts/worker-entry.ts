// The file that a worker thread starts with.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import { lowerGuard, runGuarded } from './exit-guard.ts';
import type { Request, Response } from './session-protocol.ts';
import { serveSession } from './session-server.ts';
import type { WorkerData } from './worker-host.ts';

const { exitCells } = workerData as WorkerData;
const port = parentPort!;

// Stray errors and `process.exit()` in a reduction's module end this thread: nobody may wait for it then.
process.once('exit', () => lowerGuard(exitCells));

serveSession({
  onRequest: (listener) => void port.on('message', (request: Request) => listener(request)),
  post: (response) => port.postMessage(response, transferables(response)),
  leave: () => leave(port),
  guard: (work) => runGuarded(exitCells, work),
});

/** Lets the thread end: its port was all that kept it. Deno's cannot be closed. */
function leave({ close }: Partial<MessagePort>): void {
  if (close === undefined) process.exit();
  close.call(port);
}

function transferables(response: Response): ArrayBuffer[] {
  if (response.type !== 'result') return [];
  const { values, lengths } = response.result;
  return [values.buffer as ArrayBuffer, lengths.buffer as ArrayBuffer];
}
