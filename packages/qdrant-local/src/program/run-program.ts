import { XError } from '@x/core';
import { exitCodes, reportFailure } from '@x/core/program';

import type { ServedRequest } from '../rest/http-listener.ts';
import { serve } from '../rest/serve.ts';
import { parseProgramArguments, type ProgramArguments, usage } from './program-arguments.ts';

/** Options of {@link runProgram}. */
export interface RunProgramOptions {
  /** Shuts the server down cleanly; the program then resolves with 0. */
  readonly signal: AbortSignal;
  /** Stream for results. @default process.stdout */
  readonly stdout?: NodeJS.WritableStream;
  /** Stream for errors. @default process.stderr */
  readonly stderr?: NodeJS.WritableStream;
}

/**
 * Runs the program `x-qdrant-local` with the given arguments and resolves with its exit code: 0 done, 1 failed, 2 wrong
 * usage.
 *
 * @example
 * await runProgram(['--help'], { signal: AbortSignal.abort() }); // => 0
 */
export async function runProgram(
  args: readonly string[],
  { signal, stdout = process.stdout, stderr = process.stderr }: RunProgramOptions,
): Promise<number> {
  try {
    const parsed = parseProgramArguments(args);
    if (parsed === undefined) stdout.write(usage);
    else await serveUntil(signal, parsed, { stdout, stderr });
    return exitCodes.success;
  } catch (error) {
    return reportFailure(error, { stderr, hint: `\n${usage}` });
  }
}

type Streams = Required<Pick<RunProgramOptions, 'stdout' | 'stderr'>>;

async function serveUntil(
  signal: AbortSignal,
  { json, ...options }: ProgramArguments,
  { stdout, stderr }: Streams,
): Promise<void> {
  const onRequest = (request: ServedRequest): void => {
    if (request.error !== undefined) stderr.write(`${describeError(request)}\n`);
  };
  await using server = await serve({ ...options, onRequest });
  const { url, port } = server;
  const { path = null } = options;
  const place = path === null ? 'in memory' : `in ${path}`;
  stdout.write(
    json ? `${JSON.stringify({ url, port, path })}\n` : `Serving Qdrant's API at ${url}, collections ${place}\n`,
  );
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** Describes a failed request without quoting it. The message of an unexpected error may quote the request, so only its stack is used. */
function describeError({ method, route, status, error }: ServedRequest): string {
  const what = XError.isInstance(error) ? error.message : stackOf(error);
  return `${status} ${method} ${route}: ${what}`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error';
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [error.name, ...frames].join('\n');
}
