import { VectorStoreError } from '@x/core';
import { QdrantLocal, type QdrantLocalOptions } from '@x/qdrant-local';
import type { BackendCall, QdrantBackend } from './qdrant-backend.ts';
import type { OperationName } from '../wire/operations.ts';
import { serverOnlyAdvice } from './server-only.ts';

/** How an engine in this process answers what a server refuses. */
interface EmbeddedSettings {
  /**
   * What `order_by` and `facet` do on a payload key without an index: `refuse` with status 400, as a server does, or
   * `allow`. @default 'refuse'
   */
  readonly unindexed?: QdrantLocalOptions['unindexed'];
}

/** A folder that keeps the points on disk. */
export interface FolderLocation extends EmbeddedSettings {
  /** The folder; made when it is absent. */
  readonly path: string;
}

/** The memory of this process; without settings the word `':memory:'` says the same. */
export interface MemoryLocation extends EmbeddedSettings {
  readonly memory: true;
}

type Run = (this: QdrantLocal, ...args: readonly unknown[]) => Promise<unknown>;

/** A backend inside this process: in memory, or in a folder. A signal is honoured before a call begins; a call that has begun ends. */
export function createEmbeddedBackend({ unindexed, ...place }: FolderLocation | MemoryLocation): QdrantBackend {
  const database = new QdrantLocal({ unindexed, path: 'path' in place ? place.path : undefined });

  async function call(operation: OperationName, { signal, ...where }: BackendCall): Promise<unknown> {
    signal?.throwIfAborted();
    const run: unknown = Reflect.get(database, operation);
    if (typeof run !== 'function') throw refusal(operation, where.collection);
    return (run as Run).call(database, ...argumentsOf(operation, where));
  }

  return { remote: undefined, isAtomic: true, call, close: () => database.close() };
}

/** The engine's methods have the official client's names and arguments, and check the body themselves. */
function argumentsOf(operation: OperationName, { collection, path = {}, body }: BackendCall): unknown[] {
  const names = [...(collection === undefined ? [] : [collection]), ...Object.values(path)];
  if (operation !== 'createVectorName' || body === undefined) return body === undefined ? names : [...names, body];
  // The one method of the official client that takes its parameters apart from its body.
  const { wait, ordering, timeout, ...config } = body;
  const given = Object.entries({ wait, ordering, timeout }).filter(([, value]) => value !== undefined);
  return [...names, config, Object.fromEntries(given)];
}

function refusal(operation: OperationName, collection: string | undefined): VectorStoreError {
  return new VectorStoreError({
    message: `${operation} needs a Qdrant server: ${serverOnlyAdvice(operation)}`,
    operation,
    ...(collection === undefined ? {} : { collection }),
    status: 501,
  });
}
