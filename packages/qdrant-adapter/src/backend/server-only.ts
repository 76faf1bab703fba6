import type { OperationName } from '../wire/operations.ts';

const server = 'new QdrantClient({ url })';

/** Returns advice for an operation that only a server has, as a part of the error in memory and in a folder. */
export function serverOnlyAdvice(operation: OperationName): string {
  if (/snapshot/i.test(operation)) {
    return `snapshots are files on a server. Copy the collections with client.migrate(destination), or the folder after client.close(); for snapshots use ${server}.`;
  }
  if (/shard/i.test(operation))
    return `one process holds all points, without shards. For shards, use ${server} with the URL of a cluster.`;
  if (/cluster|quota/i.test(operation)) return `one process is not a cluster. Use ${server} with the URL of a cluster.`;
  return `it is not available in memory and in a folder. Use ${server}.`;
}
