import type { Hono } from 'hono';
import { METHOD_NAME_ALL } from 'hono/router';
import { TrieRouter } from 'hono/router/trie-router';

import type { FailureForm } from './contract/dialect.ts';
import { RequestFailure } from './request-failure.ts';

/** The routes of a dialect, and how it words their failures. */
export interface MountedDialect {
  readonly routes: Hono;
  readonly failure: FailureForm;
}

/** Options of {@link answerFailures}. */
export interface AnswerFailuresOptions {
  readonly mounted: readonly MountedDialect[];
  /** The form of failures on paths that no dialect has. */
  readonly otherwise: FailureForm;
  /** Receives what the server itself failed with, by request. */
  readonly failures: WeakMap<Request, unknown>;
}

/** Answers requests that fail, or ask for what is not there, in the dialect that their path belongs to. */
export function answerFailures(app: Hono, { mounted, otherwise, failures }: AnswerFailuresOptions): void {
  const formAt = findForms(mounted);
  const bodyOf = (path: string, failure: RequestFailure): object => (formAt(path) ?? otherwise).bodyOf(failure);
  app.notFound((context) => {
    const { method, path } = context.req;
    const failure = new RequestFailure({ status: 404, message: `There is nothing at ${method} ${path}.` });
    return context.json(bodyOf(path, failure), 404);
  });
  app.onError((error, context) => {
    const failure = error instanceof RequestFailure ? error : internalFailure(error);
    if (failure.status >= 500) failures.set(context.req.raw, failure.cause ?? failure);
    if (failure.retryAfterSeconds !== undefined) context.header('retry-after', String(failure.retryAfterSeconds));
    return context.json(bodyOf(context.req.path, failure), failure.status);
  });
}

/**
 * Clients read errors in their own dialect only. Which one that is follows from the path alone: a request may fail before its route is found,
 * for want of a key or by its method.
 */
function findForms(mounted: readonly MountedDialect[]): (path: string) => FailureForm | undefined {
  const forms = new TrieRouter<FailureForm>();
  for (const { routes, failure } of mounted) {
    for (const { path } of routes.routes) forms.add(METHOD_NAME_ALL, path, failure);
  }
  return (path) => forms.match(METHOD_NAME_ALL, path)[0][0]?.[0] ?? formBelow(mounted, path);
}

/** That of the first dialect with a route below the same first folder: `/v2/embed` is asked for by clients of `/v2/rerank`. */
function formBelow(mounted: readonly MountedDialect[], path: string): FailureForm | undefined {
  const folder = /^\/[^/]+\//.exec(path)?.[0];
  if (folder === undefined) return undefined;
  return mounted.find(({ routes }) => routes.routes.some((route) => route.path.startsWith(folder)))?.failure;
}

/** What it is stays in the log: it may name files. */
function internalFailure(cause: unknown): RequestFailure {
  return new RequestFailure({ status: 500, message: 'The server failed. Its log says why.', cause });
}
