import type { Hono } from 'hono';
import { METHOD_NAME_ALL } from 'hono/router';
import { TrieRouter } from 'hono/router/trie-router';

import type { FailureForm } from './contract/dialect.ts';
import { RequestFailure } from './request-failure.ts';

/** The routes of a dialect and the form of their failures. */
export interface MountedDialect {
  readonly routes: Hono;
  readonly failure: FailureForm;
}

/** Options of {@link answerFailures}. */
export interface AnswerFailuresOptions {
  readonly mounted: readonly MountedDialect[];
  /** The form of failures on paths that belong to no dialect. */
  readonly otherwise: FailureForm;
  /** Receives the cause of each failure with a 5xx status, by request. */
  readonly failures: WeakMap<Request, unknown>;
}

/** Answers failed requests and requests to unknown paths in the dialect of their path. */
export function answerFailures(app: Hono, { mounted, otherwise, failures }: AnswerFailuresOptions): void {
  const formAt = findForms(mounted);
  const bodyOf = (path: string, failure: RequestFailure): object => (formAt(path) ?? otherwise).bodyOf(failure);
  app.notFound((context) => {
    const { method, path } = context.req;
    const failure = new RequestFailure({ status: 404, message: `No route matches ${method} ${path}.` });
    return context.json(bodyOf(path, failure), 404);
  });
  app.onError((error, context) => {
    const failure = error instanceof RequestFailure ? error : internalFailure(error);
    if (failure.status >= 500) failures.set(context.req.raw, failure.cause ?? failure);
    if (failure.retryAfterSeconds !== undefined) context.header('retry-after', String(failure.retryAfterSeconds));
    if (failure.status === 401) context.header('www-authenticate', 'Bearer');
    // The cast is needed because Hono's types do not contain 499, which comes from nginx.
    return context.json(bodyOf(context.req.path, failure), failure.status as 500);
  });
}

/**
 * Returns a function that finds the failure form for a path. Clients can only read errors in their own dialect. The path alone decides, because
 * a request without a key or with a wrong method fails before its route is found.
 */
function findForms(mounted: readonly MountedDialect[]): (path: string) => FailureForm | undefined {
  const forms = new TrieRouter<FailureForm>();
  for (const { routes, failure } of mounted) {
    for (const { path } of routes.routes) forms.add(METHOD_NAME_ALL, path, failure);
  }
  return (path) => forms.match(METHOD_NAME_ALL, path)[0][0]?.[0] ?? formBelow(mounted, path);
}

/** Returns the form of the first dialect with a route below the same first folder. For example, clients of `/v2/rerank` also call `/v2/embed`. */
function formBelow(mounted: readonly MountedDialect[], path: string): FailureForm | undefined {
  const folder = /^\/[^/]+\//.exec(path)?.[0];
  if (folder === undefined) return undefined;
  return mounted.find(({ routes }) => routes.routes.some((route) => route.path.startsWith(folder)))?.failure;
}

/** Returns a failure without details. The cause may name files, so only the log contains it. */
function internalFailure(cause: unknown): RequestFailure {
  return new RequestFailure({ status: 500, message: 'The server failed. Its log contains the cause.', cause });
}
