import type { IncomingHttpHeaders } from 'node:http';

import type { QdrantLocal } from '../api/qdrant-local.ts';
import { ownBody } from '../api/read-request.ts';
import { runInTurns } from '../turns/steps.ts';
import { Turns } from '../turns/turns.ts';
import { stringifyExactJson } from '../wire/exact-json.ts';
import { wireOperations } from '../wire/operations.ts';
import { writeJson } from '../wire/write-json.ts';
import { checkQueryParameters } from './check-query-parameters.ts';
import { describeFailure } from './describe-failure.ts';
import { decodeBody, parseBody } from './read-body.ts';
import { type AccessOptions, refuseForeign, refuseUnaskedBody } from './refuse-foreign.ts';
import { requireApiKey } from './require-api-key.ts';
import { malformedPath, routeNotFound } from './rest-errors.ts';
import { matchPath, type RouteMatch } from './route-table.ts';
import type { Route } from './route.ts';

/** A request as it arrived. */
export interface RestRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Called at most once, and only when the request is valid so far. */
  readonly readBody: () => Promise<Uint8Array>;
  /** Aborted with an error that has a status when the client disconnects. */
  readonly signal?: AbortSignal | undefined;
}

/** A response, ready to be sent. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Consecutive parts of the body. */
  readonly body: readonly string[];
  /** The path with its parameters in braces; absent for an unknown path. */
  readonly route: string | undefined;
  /** The cause, when `status` is 500 or above. */
  readonly error?: unknown;
}

/** Options of {@link answerRequest}. */
export interface AnswerOptions extends AccessOptions {
  readonly database: QdrantLocal;
  /** The size limit of a decompressed request body. */
  readonly maxBodyBytes: number;
}

/** Answers one request of Qdrant's REST API. Never rejects. */
export async function answerRequest(request: RestRequest, options: AnswerOptions): Promise<RestAnswer> {
  const start = performance.now();
  const [sent = '', query = ''] = request.url.split('?', 2);
  const path = foldSlashes(sent);
  const matches = matchPath(path);
  const match = matches.find(({ route }) => route.method === (request.method === 'HEAD' ? 'GET' : request.method));
  const allowed = allowedMethods(matches);
  const head = { route: (match ?? matches[0])?.route.path };
  try {
    requireAccess(match?.route, request, options);
    if (request.method === 'OPTIONS' && matches.length > 0) {
      return { ...head, status: 204, headers: { allow: allowed.join(', ') }, body: [] };
    }
    if (match === undefined) throw routeNotFound(request.method, path, allowed);
    checkQueryParameters(query);
    const result = await runRoute(match, request, options);
    return { ...head, status: 200, ...(await render(match.route, result, { start, signal: request.signal })) };
  } catch (error) {
    const { status, message } = describeFailure(error);
    const body = stringifyExactJson({ status: { error: message }, time: secondsSince(start) });
    return {
      ...head,
      status,
      headers: jsonHeaders,
      body: [body],
      ...(status >= 500 && status !== 501 ? { error } : {}),
    };
  }
}

const jsonHeaders = { 'content-type': 'application/json' };

function requireAccess(route: Route | undefined, { headers }: RestRequest, options: AccessOptions): void {
  refuseForeign(headers, options);
  const { apiKey } = options;
  if (apiKey !== undefined && route?.isOpen !== true) requireApiKey(headers, apiKey);
}

async function runRoute(
  { route, parameters }: RouteMatch,
  request: RestRequest,
  { database, maxBodyBytes, ...access }: AnswerOptions,
): Promise<unknown> {
  const decoded = Object.fromEntries(parameters.map(([name, encoded]) => [name, decodePart(encoded)]));
  if (route.hasBody) refuseUnaskedBody(request.headers, access);
  const body = route.hasBody ? await readJson(route, request, maxBodyBytes) : undefined;
  const collection = decoded['collection_name'] ?? '';
  return route.run({
    database,
    collection,
    parameters: decoded,
    reading: { signal: request.signal, keepsWholeFloats: true },
    body: ownBody(body) as never,
  });
}

async function readJson({ operation }: Route, request: RestRequest, maxBodyBytes: number): Promise<unknown> {
  const { headers, readBody, signal } = request;
  const bytes = await decodeBody(await readBody(), headers, maxBodyBytes);
  return parseBody(bytes, wireOperations[operation!]?.body, signal);
}

/** Folds slashes as a server does: adjacent slashes become one, and a trailing slash is removed. */
function foldSlashes(path: string): string {
  const folded = path.replaceAll(/\/{2,}/g, '/');
  return folded.length > 1 && folded.endsWith('/') ? folded.slice(0, -1) : folded;
}

function decodePart(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw malformedPath(encoded);
  }
}

async function render(
  { form }: Route,
  result: unknown,
  { start, signal }: { readonly start: number; readonly signal: AbortSignal | undefined },
): Promise<Pick<RestAnswer, 'headers' | 'body'>> {
  if (form === 'text') return { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: [String(result)] };
  const answer = form === 'json' ? result : { result, status: 'ok', time: secondsSince(start) };
  const body = await runInTurns(writeJson(answer), new Turns(signal));
  return { headers: jsonHeaders, body };
}

function secondsSince(start: number): number {
  return Number(((performance.now() - start) / 1000).toFixed(9));
}

function allowedMethods(matches: readonly RouteMatch[]): string[] {
  const methods = matches.map(({ route }) => route.method);
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), ...(methods.length > 0 ? ['OPTIONS'] : [])];
}
