import { loadRuntime } from '../session/load-runtime.ts';
import { type RunnerOptions, SessionRunner } from '../session/session-runner.ts';
import type { Request, Response } from './session-protocol.ts';
import { toWireError } from './wire-error.ts';

/** Connection to the caller, from inside the thread or process of the session. */
export interface CallerPort {
  onRequest(listener: (request: Request) => void): void;
  post(response: Response): void;
  /** Ends the thread or process, after posted messages are sent. */
  leave(): void;
  /** Runs native work, during which the thread or process must not be torn down. */
  guard<T>(work: () => Promise<T>): Promise<T>;
}

/** Answers the caller's requests one at a time, in order, until `dispose`. */
export function serveSession(port: CallerPort): void {
  let runner: SessionRunner | undefined;

  async function answer(request: Request): Promise<void> {
    switch (request.type) {
      case 'open':
        try {
          runner = await port.guard(() => open(request.options));
          port.post({ type: 'ready', facts: runner.facts });
        } catch (error) {
          port.post({ type: 'error', error: toWireError(error) });
          port.leave();
        }
        return;
      case 'run':
        try {
          port.post({ type: 'result', result: await port.guard(() => runner!.run(request.batch)) });
        } catch (error) {
          port.post({ type: 'error', error: toWireError(error) });
        }
        return;
      case 'dispose':
        await port.guard(async () => runner?.release());
        port.leave();
    }
  }

  let lastAnswer = Promise.resolve();
  port.onRequest((request) => {
    lastAnswer = lastAnswer.then(() => answer(request));
  });
}

function open(options: RunnerOptions): Promise<SessionRunner> {
  // Failures are thrown, so ONNX Runtime's own messages on the terminal would add nothing.
  loadRuntime(options.runtime, options.libraryAddress).runtime.silence();
  return SessionRunner.open(options);
}
