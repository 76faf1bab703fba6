import type { OperationName } from '../wire/operations.ts';

const server = 'new QdrantClient({ url })';

/** What to do instead, in memory and in a folder, where an operation means nothing. */
export function serverOnlyAdvice(operation: OperationName): string {
  if (/snapshot/i.test(operation)) {
    return `snapshots are files of a server. Copy the collections with client.migrate(destination), or the folder after client.close(); for snapshots use ${server}.`;
  }
  if (/shard/i.test(operation))
    return `one process holds all points, without shards. For shards use ${server} of a cluster.`;
  if (/cluster|quota/i.test(operation)) return `one process is no cluster. Use ${server} of one.`;
  return `it means nothing in memory and in a folder. Use ${server}.`;
}
