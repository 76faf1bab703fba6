#!/usr/bin/env node
// The program of @x/index-queue. Results go to stdout, everything else to stderr.
import { runProgram } from '@x/core/program';
import { columnsOf, fitUsage, type ProgramStreams, wrapMessage } from '@x/terminal';

import { parseProgramArguments, type ProgramArguments } from './arguments/program-arguments.ts';
import { commandUsages, usage } from './arguments/usage.ts';
import { programVersion } from './program-version.ts';

const { stdin, stdout, stderr, env } = process;

await runProgram({
  run: (words, signal) =>
    runCommand(parseProgramArguments(words), { stdin, stdout, stderr, env, cwd: process.cwd(), signal }),
  hint: ([word = '']) => `All options: x-index-queue${Object.hasOwn(commandUsages, word) ? ` ${word}` : ''} --help\n`,
  format: (error) => wrapMessage(error, stderr, env),
  endsOnSignal: true,
});

/** Runs a command and returns its exit code, if it is not 0. Each command loads only the modules that it needs. */
async function runCommand(asked: ProgramArguments, streams: ProgramStreams): Promise<number | void> {
  switch (asked.command) {
    case 'help': {
      const text = asked.of === undefined ? usage : commandUsages[asked.of];
      stdout.write(fitUsage(text, columnsOf(stdout, env)));
      return;
    }
    case 'version':
      stdout.write(`${programVersion()}\n`);
      return;
    case 'worker': {
      const { runWorker } = await import('./commands/worker-command.ts');
      // A worker that is stopped while its model is loading has ended as requested.
      return runWorker(asked.args, streams).catch(unlessInterrupted(streams));
    }
    case 'enqueue':
      return (await import('./commands/enqueue-command.ts')).runEnqueue(asked.args, streams);
    case 'finish':
      return (await import('./commands/finish-command.ts')).runFinish(asked.args, streams);
    case 'status':
      return (await import('./commands/status-command.ts')).runStatus(asked.args, streams);
    case 'rejected':
      return (await import('./commands/rejected-command.ts')).runRejected(asked.args, streams);
    case 'metrics':
      return (await import('./commands/metrics-command.ts')).runMetrics(asked.args, streams);
  }
}

/** Returns a handler that throws every error except the reason of the signal. */
function unlessInterrupted({ signal }: ProgramStreams): (error: unknown) => void {
  return (error) => {
    if (error !== signal.reason) throw error;
  };
}
