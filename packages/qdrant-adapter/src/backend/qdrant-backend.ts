import type { QdrantClient as OfficialClient, Schemas } from '@qdrant/js-client-rest';
import type { RetrievedPoint, ScrollResult } from '../types/points.ts';
import type { QueryResult } from '../types/queries.ts';

/** What each operation answers; the names are the official client's methods. */
export interface OperationResults {
  readonly createCollection: boolean;
  readonly collectionExists: Schemas['CollectionExistence'];
  readonly getCollection: Schemas['CollectionInfo'];
  readonly getCollections: Schemas['CollectionsResponse'];
  readonly deleteCollection: boolean;
  readonly upsert: Schemas['UpdateResult'];
  readonly retrieve: RetrievedPoint[];
  readonly delete: Schemas['UpdateResult'];
  readonly setPayload: Schemas['UpdateResult'];
  readonly query: QueryResult;
  readonly scroll: ScrollResult;
  readonly count: Schemas['CountResult'];
}

/** Name of an operation that both backends know. */
export type OperationName = keyof OperationResults;

/** What an operation is applied to. The body is checked, and holds vectors in the places of inference objects. */
export interface BackendCall {
  /** Absent for operations on the whole database. */
  readonly collection?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

/** Where the points are: the only thing that differs between memory, disk, server and cluster. */
export interface QdrantBackend {
  /** The official client, where there is a server. */
  readonly remote: OfficialClient | undefined;
  /** True when one call takes any number of points and applies all of them or none. */
  readonly isAtomic: boolean;
  call<Name extends OperationName>(operation: Name, call: BackendCall): Promise<OperationResults[Name]>;
  close(): Promise<void>;
}
