import type { UsageListener } from '@x/core';
import type { Context } from 'hono';

import type { DialectParts } from '../contract/dialect.ts';
import type { TruncationListener } from '../models.ts';
import { runRequest } from '../requests/run-request.ts';

/** What a model is told of a call, and tells of it. */
export interface ModelCall {
  readonly signal: AbortSignal;
  readonly onTruncation: TruncationListener;
  readonly onUsage: UsageListener;
}

/** What a model answered, and what it took. */
export interface ModelAnswer<Result> {
  readonly result: Result;
  /** Tokens that the model read. */
  readonly tokens: number;
  /** Texts, or documents, that were cut to fit the model. */
  readonly cut: readonly number[];
}

/** Runs a model over a request's texts within the limits of the server. */
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
