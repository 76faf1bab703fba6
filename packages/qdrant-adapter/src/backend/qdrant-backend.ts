import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import type { OperationName } from '../wire/operations.ts';

/** The target and the body of an operation. The body is validated, and its inference objects are already replaced by vectors. */
export interface BackendCall {
  /** Absent for operations on the whole database. */
  readonly collection?: string;
  /** Other path parameters by their names in Qdrant's API, in the order of the official client's arguments. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

/** Host and port of a server. */
export interface ServerEndpoint {
  readonly serverAddress: string;
  readonly serverPort: number;
}

/** Executes operations in memory, on disk, on a server or on a cluster. Nothing else differs between these locations. */
export interface QdrantBackend {
  /** The official client; undefined without a server. */
  readonly remote: OfficialClient | undefined;
  /** Host and port of the server; undefined without a server. */
  readonly endpoint?: ServerEndpoint | undefined;
  /** Whether one call accepts any number of points and applies either all or none. */
  readonly isAtomic: boolean;
  /** Resolves with the `result` of Qdrant's response. */
  call(operation: OperationName, call: BackendCall): Promise<unknown>;
  close(): Promise<void>;
}
