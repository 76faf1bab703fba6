import type { QdrantLocal } from '../api/qdrant-local.ts';
import type { InternalReadOptions } from '../api/method-group.ts';

/** What a route's operation gets. */
export interface RouteCall {
  readonly database: QdrantLocal;
  /** The path's `{collection_name}`, decoded; empty where the path has none. */
  readonly collection: string;
  /** All parts of the path in braces, decoded, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** For reads: their signal is aborted when the client is gone, and payloads keep their whole floats. */
  readonly reading: InternalReadOptions;
  /** The parsed body. Not looked at yet: the engine's methods check it whole, whatever it is. */
  readonly body: never;
}

/** One operation of Qdrant's REST API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in Qdrant's OpenAPI description, with parameters in braces. */
  readonly path: string;
  /** Its name there in camelCase, by which `wireOperations` knows its ids. Absent where the engine does not have it. */
  readonly operation?: string;
  readonly run: (call: RouteCall) => Promise<unknown>;
  /** How the result is sent: inside of `{ result, status, time }`, as JSON of its own, or as text. */
  readonly form: 'envelope' | 'json' | 'text';
  /** True when the request has a JSON body. */
  readonly hasBody: boolean;
  /** True when it is answered without a key. */
  readonly isOpen: boolean;
}

/** An operation whose result is sent in Qdrant's envelope; `PUT`, `POST` and `PATCH` have a JSON body. */
export function route(method: Route['method'], path: string, operation: string, run: Route['run']): Route {
  const hasBody = method !== 'GET' && method !== 'DELETE';
  return { method, path, operation, run, form: 'envelope', hasBody, isOpen: false };
}
