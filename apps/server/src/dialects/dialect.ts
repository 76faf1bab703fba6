import type { Context } from 'hono';

import type { ServedModels } from '../models.ts';
import type { RequestFailure } from '../request-failure.ts';
import type { RunContext } from '../requests/run-request.ts';

/** What every dialect's routes stand on. */
export interface DialectParts {
  readonly models: ServedModels;
  readonly run: Omit<RunContext, 'clientSignal'>;
}

/** The body in which a dialect words a failure. */
export type FailureBody = (failure: RequestFailure) => object;

/** What a request is run with. */
export function runContext({ run }: DialectParts, context: Context): RunContext {
  return { ...run, clientSignal: context.req.raw.signal };
}
