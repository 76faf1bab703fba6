#!/usr/bin/env node
// The program of @x/index-queue. Results go to stdout, everything else to stderr.
import { XError } from '@x/core';
import { columnsOf, fitUsage, type ProgramStreams, UsageError, wrap } from '@x/terminal';

import { parseProgramArguments, type ProgramArguments } from './arguments/program-arguments.ts';
import { commandUsages, usage } from './arguments/usage.ts';
import { ProgramError } from './program-error.ts';
import { programVersion } from './program-version.ts';

const { stdin, stdout, stderr, env } = process;

// Registered first, because in a container the kernel drops signals that the first process does not handle.
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => (ending.signal.aborted ? process.exit(130) : ending.abort()));
}

/** Runs a command. Each command loads only the modules that it needs. */
async function run(asked: ProgramArguments, streams: ProgramStreams): Promise<void> {
  switch (asked.command) {
    case 'help': {
      const text = asked.of === undefined ? usage : commandUsages[asked.of];
      stdout.write(fitUsage(text, columnsOf(stdout, env)));
      return;
    }
    case 'version':
      stdout.write(`${programVersion()}\n`);
      return;
    case 'worker':
      return (await import('./commands/worker-command.ts')).runWorker(asked.args, streams);
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

/** Wraps a message for the terminal. Does not break names and addresses, so that they can be copied. */
function sentence(message: string): string {
  return `${wrap(message, { columns: columnsOf(stderr, env), breakWords: false })}\n`;
}

// The reader of the results may close the pipe early, as in `x-index-queue rejected ... | head -1`.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  const words = process.argv.slice(2);
  await run(parseProgramArguments(words), { stdin, stdout, stderr, env, cwd: process.cwd(), signal: ending.signal });
} catch (error) {
  if (error instanceof UsageError) {
    const named = Object.hasOwn(commandUsages, process.argv[2] ?? '') ? ` ${process.argv[2]}` : '';
    stderr.write(`${sentence(error.message)}All options: x-index-queue${named} --help\n`);
    process.exitCode = 2;
  } else if (error === ending.signal.reason) {
    // A worker that is stopped while its model is loading has ended as requested.
    process.exitCode = process.argv[2] === 'worker' ? 0 : 130;
  } else if (XError.isInstance(error) || error instanceof ProgramError) {
    stderr.write(sentence(error.message));
    process.exitCode = 1;
  } else {
    throw error;
  }
}
