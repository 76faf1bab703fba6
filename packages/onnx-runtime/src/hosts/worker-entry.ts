// The file that a worker thread starts with: opens the model, then answers requests one at a time, in order.
import { parentPort, workerData } from 'node:worker_threads';

import { loadNativeRuntime } from '../session/native-runtime.ts';
import { SessionRunner } from '../session/session-runner.ts';
import { lowerGuard, runGuarded } from './exit-guard.ts';
import { toWireError } from './wire-error.ts';
import type { Request, Response, WorkerData } from './worker-protocol.ts';

const { options, exitCells } = workerData as WorkerData;
const port = parentPort!;

// Stray errors and `process.exit()` in a reduction's module end this thread: nobody may wait for it then.
process.once('exit', () => lowerGuard(exitCells));

function post(response: Response, transfer: ArrayBuffer[] = []): void {
  port.postMessage(response, transfer);
}

async function open(): Promise<SessionRunner> {
  // Failures are thrown; what would go to the terminal beside that says nothing more.
  loadNativeRuntime().env.logLevel = 'fatal';
  return SessionRunner.open(options);
}

async function answer(runner: SessionRunner, request: Request): Promise<void> {
  if (request.type === 'dispose') {
    await runGuarded(exitCells, () => runner.release());
    port.close();
    return;
  }
  try {
    const result = await runGuarded(exitCells, () => runner.run(request.batch));
    post({ type: 'result', result }, [result.values.buffer as ArrayBuffer, result.lengths.buffer as ArrayBuffer]);
  } catch (error) {
    post({ type: 'error', error: toWireError(error) });
  }
}

try {
  const runner = await runGuarded(exitCells, open);
  let lastAnswer = Promise.resolve();
  port.on('message', (request: Request) => {
    lastAnswer = lastAnswer.then(() => answer(runner, request));
  });
  post({ type: 'ready', facts: runner.facts });
} catch (error) {
  post({ type: 'error', error: toWireError(error) });
  port.close();
}
