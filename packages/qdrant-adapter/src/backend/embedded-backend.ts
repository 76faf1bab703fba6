import { VectorStoreError } from '@x/core';
import { QdrantLocal, type QdrantLocalOptions } from '@x/qdrant-local';
import type { BackendCall, QdrantBackend } from './qdrant-backend.ts';
import type { OperationName } from '../wire/operations.ts';
import { serverOnlyAdvice } from './server-only.ts';

/** Settings of the engine in this process. */
interface EmbeddedSettings {
  /**
   * What `order_by` and `facet` do for a payload key without an index. `refuse` throws with status 400, as a server does. `allow` runs
   * them. @default 'refuse'
   */
  readonly unindexed?: QdrantLocalOptions['unindexed'];
}

/** A folder on disk that stores the points. */
export interface FolderLocation extends EmbeddedSettings {
  /** Path of the folder, which is created when it does not exist. */
  readonly path: string;
}

/** The memory of this process. Without settings, `':memory:'` means the same. */
export interface MemoryLocation extends EmbeddedSettings {
  readonly memory: true;
}

type Run = (this: QdrantLocal, ...args: readonly unknown[]) => Promise<unknown>;

/** Creates a backend inside this process, in memory or in a folder. A signal is checked before a call starts; a started call runs to its end. */
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

/** The engine's methods have the names and arguments of the official client. They validate the body themselves. */
function argumentsOf(operation: OperationName, { collection, path = {}, body }: BackendCall): unknown[] {
  const names = [...(collection === undefined ? [] : [collection]), ...Object.values(path)];
  if (operation !== 'createVectorName' || body === undefined) return body === undefined ? names : [...names, body];
  // The only method of the official client that takes its parameters separately from its body.
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
