import type { QdrantLocal } from '../api/qdrant-local.ts';
import type { InternalReadOptions } from '../api/method-group.ts';

/** The input of a route's operation. */
export interface RouteCall {
  readonly database: QdrantLocal;
  /** The path's `{collection_name}`, decoded; empty when the path has none. */
  readonly collection: string;
  /** All path parameters, decoded, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Options for reads: the signal is aborted when the client disconnects, and payloads keep their whole floats. */
  readonly reading: InternalReadOptions;
  /** The parsed body, not validated yet: the engine's methods validate it completely. */
  readonly body: never;
}

/** One operation of Qdrant's REST API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path as in Qdrant's OpenAPI description, with parameters in braces. */
  readonly path: string;
  /** The operation's name in that description, in camelCase. `wireOperations` uses it to find ids. Absent when the engine lacks the operation. */
  readonly operation?: string;
  readonly run: (call: RouteCall) => Promise<unknown>;
  /** How the result is sent: in an envelope `{ result, status, time }`, as JSON without an envelope, or as text. */
  readonly form: 'envelope' | 'json' | 'text';
  /** True when the request has a JSON body. */
  readonly hasBody: boolean;
  /** True when the operation needs no key. */
  readonly isOpen: boolean;
}

/** Creates an operation whose result is sent in Qdrant's envelope. `PUT`, `POST` and `PATCH` have a JSON body. */
export function route(method: Route['method'], path: string, operation: string, run: Route['run']): Route {
  const hasBody = method !== 'GET' && method !== 'DELETE';
  return { method, path, operation, run, form: 'envelope', hasBody, isOpen: false };
}
