import { UnsupportedExecutionProviderError } from '@x/core';

import type { Runtime, RuntimeSession } from './runtime.ts';

/** A session and the execution provider that runs it. */
export interface CreatedSession {
  readonly session: RuntimeSession;
  readonly executionProvider: string;
  /** Why providers that stand before it in the request do not run, by name. */
  readonly providerFailures: Readonly<Record<string, string>>;
}

/** Options of {@link createSession}, every value decided. */
export interface SessionOptions {
  readonly executionProviders: readonly string[];
  readonly intraOpThreads: number;
}

/**
 * Opens a model with the first execution provider of the list that works.
 *
 * ONNX Runtime itself does not fall back: a list that begins with an unusable `cuda` fails as a whole, and names that a
 * platform does not know are dropped without a word. So each is tried alone, in order.
 *
 * @throws {UnsupportedExecutionProviderError} when none works, with each one's reason.
 */
export async function createSession(
  runtime: Runtime,
  path: string,
  { executionProviders, intraOpThreads }: SessionOptions,
): Promise<CreatedSession> {
  const { providers: available } = runtime;
  const failures: Record<string, string> = {};
  for (const executionProvider of executionProviders) {
    if (!available.includes(executionProvider)) {
      failures[executionProvider] = 'unknown on this platform';
      continue;
    }
    try {
      const session = await runtime.createSession(path, { executionProvider, intraOpThreads });
      return { session, executionProvider, providerFailures: failures };
    } catch (error) {
      // The CPU can run everything, so what fails there is the model, not the provider.
      if (executionProvider === 'cpu') throw explain(error);
      failures[executionProvider] = error instanceof Error ? error.message : String(error);
    }
  }
  throw new UnsupportedExecutionProviderError({ requested: executionProviders, available, failures });
}

/** ONNX Runtime names the rule that it applies, and not what to do about it. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.includes('escapes model directory')) return error;
  const advice =
    'Links lead the graph and its external data to different folders. Put both, or hard links to them, into one folder.';
  return new Error(`${error.message}. ${advice}`, { cause: error });
}
