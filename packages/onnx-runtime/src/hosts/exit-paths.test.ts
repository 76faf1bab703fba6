// Tests each way for a process to end while a model is open. Each test runs in a separate process.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { lookUpGraph, slowGraph } from '@x/tiny-onnx';
import { describe, expect, test } from 'vitest';

import { modelOpener } from '../__tests__/open-models.ts';
import type { Isolation } from '../onnx-model-options.ts';

const child = fileURLToPath(new URL('../__fixtures__/exit-child.mjs', import.meta.url));
const { write, newGate } = modelOpener();
const slow = write(slowGraph({ vocabulary: 50, repeats: 100 }));
const quick = write(lookUpGraph({ vocabulary: 50, hidden: 1, valueOf: (token) => token }));

interface End {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Scenario {
  readonly scenario: string;
  readonly isolation: Isolation;
  readonly model?: string;
  /** Signal to send when the process reports that it is in the middle of a run. */
  readonly kill?: NodeJS.Signals;
}

/**
 * Runs a scenario. The model's process writes to the same output, so the end of the output is the end of both
 * processes.
 */
async function endOf({ scenario, isolation, model = slow, kill }: Scenario): Promise<End> {
  const argument = JSON.stringify({ scenario, isolation, model, gate: newGate().folder });
  const started = fork(child, [argument], { silent: true, execArgv: [], timeout: 50_000 });
  if (kill !== undefined) started.once('message', () => started.kill(kill));
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(started, 'close') as Promise<[number | null, string | null]>,
    text(started.stdout!),
    text(started.stderr!),
  ]);
  return { code, signal, stdout, stderr };
}

const quiet = { stdout: '', stderr: '' };
const onPosix = test.skipIf(process.platform === 'win32');

describe.each<Isolation>(['worker', 'process'])('with a model in %s isolation', (isolation) => {
  test('a finished program exits even if an idle model was not disposed of', async () => {
    expect(await endOf({ scenario: 'idle', isolation, model: quick })).toEqual({ code: 0, signal: null, ...quiet });
  });

  test('a finished program waits for a pending run', async () => {
    const end = await endOf({ scenario: 'unfinished', isolation });
    expect(end).toEqual({ code: 0, signal: null, stdout: 'finished', stderr: '' });
  });

  test('process.exit in the middle of a run keeps its exit code', async () => {
    expect(await endOf({ scenario: 'exit', isolation })).toEqual({ code: 3, signal: null, ...quiet });
  });

  test('process.exit in the middle of the runs of two models keeps its exit code', async () => {
    expect(await endOf({ scenario: 'twoModels', isolation })).toEqual({ code: 3, signal: null, ...quiet });
  });

  test('an uncaught exception in the middle of a run exits with code 1 and its own message', async () => {
    const { code, stderr } = await endOf({ scenario: 'uncaught', isolation });
    expect(code).toBe(1);
    expect(stderr).toContain('uncaught on purpose');
    expect(stderr).not.toContain('terminate called');
  });

  onPosix.each<NodeJS.Signals>(['SIGTERM', 'SIGKILL'])(
    '%s in the middle of a run ends the process by that signal',
    async (kill) => {
      expect(await endOf({ scenario: 'signal', isolation, kill })).toEqual({ code: null, signal: kill, ...quiet });
    },
  );

  onPosix('a SIGTERM handler can exit in the middle of a run', async () => {
    const end = await endOf({ scenario: 'handledSignal', isolation, kill: 'SIGTERM' });
    expect(end).toEqual({ code: 0, signal: null, ...quiet });
  });

  test.each(['starting', 'opening', 'dying'])(
    'process.exit while the session is %s keeps its exit code',
    async (scenario) => {
      expect(await endOf({ scenario, isolation })).toEqual({ code: 4, signal: null, ...quiet });
    },
  );

  test('a model can be opened, used and disposed of twenty times', async () => {
    const end = await endOf({ scenario: 'cycles', isolation, model: quick });
    expect(end).toMatchObject({ code: 0, stdout: 'exit guards: 0', stderr: '' });
  });
});
