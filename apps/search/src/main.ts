#!/usr/bin/env node
// The x-search program. It prints results to stdout and everything else to stderr.
import { RemoteModelError, XError } from '@x/core';
import { columnsOf, fitUsage, type ProgramStreams, UsageError, wrap } from '@x/terminal';

import { parseSearchArguments, type SearchArguments, usage } from './arguments/search-arguments.ts';
import { programVersion } from './program-version.ts';
import { SearchIndexError } from './search-index/search-index-error.ts';

const { stdin, stdout, stderr, env } = process;
const ending = new AbortController();

async function main(): Promise<void> {
  const args = parseSearchArguments(process.argv.slice(2));
  if (args.help) {
    stdout.write(fitUsage(usage, columnsOf(stdout, env)));
    return;
  }
  if (args.version) {
    stdout.write(`${programVersion()}\n`);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  await run(args, { stdin, stdout, stderr, env, cwd: process.cwd(), signal: ending.signal });
}

/** Runs the command. Imports its module only then, so that each command loads only the code that it needs. */
async function run(args: SearchArguments, streams: ProgramStreams): Promise<void> {
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

/** Returns the wrapped message of an error. Names and paths are not broken, so that they can be copied. */
function sentence(error: Error): string {
  const isKey = RemoteModelError.isInstance(error) && (error.status === 401 || error.status === 403);
  const advice = isKey ? ' Set the key in EMBED_API_KEY or RERANK_API_KEY.' : '';
  return wrap(error.message + advice, { columns: columnsOf(stderr, env), breakWords: false });
}

// A reader may close the pipe early: `x-search ... | head -1`.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await main();
} catch (error) {
  if (error instanceof UsageError) {
    stderr.write(`${sentence(error)}\nAll options: x-search --help\n`);
    process.exitCode = 2;
  } else if (ending.signal.aborted) {
    process.exitCode = 130;
  } else if (XError.isInstance(error) || error instanceof SearchIndexError) {
    stderr.write(`${sentence(error)}\n`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
