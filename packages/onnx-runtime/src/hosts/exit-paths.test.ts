// Each way for a process to end while a model is open, in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { lookUpGraph, slowGraph } from '@x/tiny-onnx';
import { expect, test } from 'vitest';

import { modelOpener } from '../__tests__/open-models.ts';

const child = fileURLToPath(new URL('../__fixtures__/exit-child.mjs', import.meta.url));
const { write } = modelOpener();
const slow = write(slowGraph({ vocabulary: 50, repeats: 100 }));
const quick = write(lookUpGraph({ vocabulary: 50, hidden: 1, valueOf: (token) => token }));

interface End {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a scenario; `onMessage` is called when the child says that it is in the middle of a run. */
async function endOf(
  scenario: string,
  { model = slow, kill }: { model?: string; kill?: NodeJS.Signals } = {},
): Promise<End> {
  const started = fork(child, [model, scenario], { silent: true, execArgv: [], timeout: 50_000 });
  if (kill !== undefined) started.once('message', () => started.kill(kill));
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(started, 'close') as Promise<[number | null, string | null]>,
    text(started.stdout!),
    text(started.stderr!),
  ]);
  return { code, signal, stdout, stderr };
}

const quiet = { stdout: '', stderr: '' };

test('a program that has come to its end ends, although an idle model was never disposed of', async () => {
  expect(await endOf('idle', { model: quick })).toEqual({ code: 0, signal: null, ...quiet });
});

test('a program that has come to its end waits for the run that it began', async () => {
  expect(await endOf('unfinished')).toEqual({ code: 0, signal: null, stdout: 'finished', stderr: '' });
});

test('process.exit in the middle of a run keeps its code', async () => {
  expect(await endOf('exit')).toEqual({ code: 3, signal: null, ...quiet });
});

test('process.exit in the middle of the runs of two models keeps its code', async () => {
  expect(await endOf('twoModels')).toEqual({ code: 3, signal: null, ...quiet });
});

test('an uncaught exception in the middle of a run ends with code 1 and its own message', async () => {
  const { code, stderr } = await endOf('uncaught');
  expect(code).toBe(1);
  expect(stderr).toContain('uncaught on purpose');
  expect(stderr).not.toContain('terminate called');
});

test.skipIf(process.platform === 'win32')('SIGTERM in the middle of a run ends by SIGTERM', async () => {
  expect(await endOf('signal', { kill: 'SIGTERM' })).toEqual({ code: null, signal: 'SIGTERM', ...quiet });
});

test.skipIf(process.platform === 'win32')('a SIGTERM handler may exit in the middle of a run', async () => {
  expect(await endOf('handledSignal', { kill: 'SIGTERM' })).toEqual({ code: 0, signal: null, ...quiet });
});

test.each(['starting', 'opening', 'dying'])('process.exit while the worker is %s keeps its code', async (scenario) => {
  expect(await endOf(scenario)).toEqual({ code: 4, signal: null, ...quiet });
});

test('a model can be opened, used and disposed of twenty times', async () => {
  expect(await endOf('cycles', { model: quick })).toMatchObject({ code: 0, stdout: 'exit guards: 0', stderr: '' });
});
