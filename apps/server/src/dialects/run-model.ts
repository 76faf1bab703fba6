import type { UsageListener } from '@x/core';
import type { Context } from 'hono';

import type { DialectParts } from '../contract/dialect.ts';
import type { TruncationListener } from '../models.ts';
import { runRequest } from '../requests/run-request.ts';

/** The options that every call of a model receives. */
export interface ModelCall {
  readonly signal: AbortSignal;
  readonly onTruncation: TruncationListener;
  readonly onUsage: UsageListener;
}

/** The result of a model and its costs. */
export interface ModelAnswer<Result> {
  readonly result: Result;
  /** The number of tokens that the model read. */
  readonly tokens: number;
  /** The indexes of the texts or documents that were truncated. */
  readonly cut: readonly number[];
}

/** Runs a model on the texts of a request within the limits of the server. */
export function runModel<Result>(
  { run: limited }: DialectParts,
  context: Context,
  texts: readonly string[],
  run: (call: ModelCall) => Promise<Result>,
): Promise<ModelAnswer<Result>> {
  return runRequest(texts, { ...limited, clientSignal: context.req.raw.signal }, async (signal) => {
    const cut: number[] = [];
    let tokens = 0;
    const result = await run({
      signal,
      onTruncation: ({ index }) => cut.push(index),
      onUsage: (usage) => (tokens = usage.tokens),
    });
    return { result, tokens, cut };
  });
}
