import { QdrantLocal } from '@x/qdrant-local';
import type { BackendCall, OperationName, OperationResults, QdrantBackend } from './qdrant-backend.ts';

/** A folder that keeps the points on disk. */
export interface FolderLocation {
  /** The folder; made when it is absent. */
  readonly path: string;
}

type Run = (this: QdrantLocal, collection?: string, body?: object) => Promise<unknown>;

/** A backend inside this process: in memory, or in a folder. A signal is honoured before a call begins; a call that has begun ends. */
export function createEmbeddedBackend(folder?: FolderLocation): QdrantBackend {
  const database = folder === undefined ? new QdrantLocal() : new QdrantLocal({ path: folder.path });

  async function call<Name extends OperationName>(
    name: Name,
    { collection, body, signal }: BackendCall,
  ): Promise<OperationResults[Name]> {
    signal?.throwIfAborted();
    // The engine's methods have the official client's names and arguments, and check the body themselves.
    const run = database[name] as unknown as Run;
    return (await run.call(database, collection, body)) as OperationResults[Name];
  }

  return { remote: undefined, isAtomic: true, call, close: () => database.close() };
}
