#!/usr/bin/env node
// The x-search program. It prints results to stdout and everything else to stderr.
import { RemoteModelError } from '@x/core';
import { runProgram } from '@x/core/program';
import { columnsOf, fitUsage, type ProgramStreams, wrapMessage } from '@x/terminal';

import { parseSearchArguments, type SearchArguments, usage } from './arguments/search-arguments.ts';
import { programVersion } from './program-version.ts';

const { stdin, stdout, stderr, env } = process;

await runProgram({
  async run(words, signal) {
    const args = parseSearchArguments(words);
    if (args.help) stdout.write(fitUsage(usage, columnsOf(stdout, env)));
    else if (args.version) stdout.write(`${programVersion()}\n`);
    else await runCommand(args, { stdin, stdout, stderr, env, cwd: process.cwd(), signal });
  },
  hint: 'All options: x-search --help\n',
  format: (error) => wrapMessage({ message: error.message + adviceFor(error) }, stderr, env),
  endsOnSignal: true,
});

/** Runs the command. Imports its module only then, so that each command loads only the code that it needs. */
async function runCommand(args: SearchArguments, streams: ProgramStreams): Promise<void> {
  switch (args.command) {
    case 'search':
      return (await import('./commands/search-command.ts')).runSearch(args, streams);
    case 'status':
      return (await import('./commands/status-command.ts')).runStatus(args, streams);
    case 'forget':
      return (await import('./commands/forget-command.ts')).runForget(args, streams);
    case 'mcp':
      return (await import('./mcp/mcp-command.ts')).runMcp(args, streams);
  }
}

function adviceFor(error: Error): string {
  const isKey = RemoteModelError.isInstance(error) && (error.status === 401 || error.status === 403);
  return isKey ? ' Set the key in EMBED_API_KEY or RERANK_API_KEY.' : '';
}
