import { UnsupportedExecutionProviderError } from '@x/core';

import type { Runtime, RuntimeSession } from './runtime.ts';

/** A session and the execution provider that runs it. */
export interface CreatedSession {
  readonly session: RuntimeSession;
  readonly executionProvider: string;
  /** Why the providers before it in the request do not run, by name. */
  readonly providerFailures: Readonly<Record<string, string>>;
}

/** Options of {@link createSession}, without defaults. */
export interface SessionOptions {
  readonly executionProviders: readonly string[];
  readonly intraOpThreads: number;
}

/**
 * Opens a model with the first execution provider of the list that works.
 *
 * ONNX Runtime has no such fallback: a list that begins with an unusable `cuda` fails as a whole, and provider names
 * unknown to the platform are dropped silently. Therefore each provider is tried alone, in order.
 *
 * @throws {UnsupportedExecutionProviderError} when no provider works, with the reason of each.
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
      // The CPU can run every model, so a failure there is caused by the model and not by the provider.
      if (executionProvider === 'cpu') throw explain(error);
      failures[executionProvider] = error instanceof Error ? error.message : String(error);
    }
  }
  throw new UnsupportedExecutionProviderError({ requested: executionProviders, available, failures });
}

/** What to do about errors of ONNX Runtime that do not say it, by a part of their message. */
const remedies = {
  'escapes model directory':
    'The graph and its external data are links to different folders. Put both files, or hard links to them, into one folder.',
  'fetching of the wasm failed':
    'The page must serve the file onnxruntime-web/dist/ort-wasm-simd-threaded.wasm beside its script. Bundlers such as esbuild and Rollup do not copy it: copy it there.',
} as const;

/** Adds the remedy to an error of ONNX Runtime. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [, advice] = Object.entries(remedies).find(([part]) => error.message.includes(part)) ?? [];
  if (advice === undefined) return error;
  return new Error(`${error.message.replace(/\.$/, '')}. ${advice}`, { cause: error });
}
