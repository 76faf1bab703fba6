import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import type { OperationName } from '../wire/operations.ts';

/** What an operation is applied to. The body is checked, and holds vectors in the places of inference objects. */
export interface BackendCall {
  /** Absent for operations on the whole database. */
  readonly collection?: string;
  /** Further parts of the path, by their names in Qdrant's API and in the order of the official client's arguments. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

/** Where a server listens. */
export interface ServerEndpoint {
  readonly serverAddress: string;
  readonly serverPort: number;
}

/** Where the points are: the only thing that differs between memory, disk, server and cluster. */
export interface QdrantBackend {
  /** The official client, where there is a server. */
  readonly remote: OfficialClient | undefined;
  /** Where the server listens, where there is one. */
  readonly endpoint?: ServerEndpoint | undefined;
  /** True when one call takes any number of points and applies all of them or none. */
  readonly isAtomic: boolean;
  /** Resolves with the `result` of Qdrant's answer. */
  call(operation: OperationName, call: BackendCall): Promise<unknown>;
  close(): Promise<void>;
}
