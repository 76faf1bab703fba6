/** Tells that a collection has grown beyond what this engine is made for. */
export interface LargeCollectionWarning {
  readonly collection: string;
  readonly points: number;
  /** The number of points that was passed. */
  readonly limit: number;
  /** What happened and what to do, for people. */
  readonly message: string;
}

/**
 * Returns a function to be told of the size of each collection after it changed. It calls `onWarning` once for each
 * collection that passes `limit`, in a turn of its own, so that a listener that throws breaks no write.
 */
export function watchSize(
  limit: number,
  onWarning: (warning: LargeCollectionWarning) => void,
): (collection: string, points: number) => void {
  const warned = new Set<string>();
  return (collection, points) => {
    if (points <= limit || warned.has(collection)) return;
    warned.add(collection);
    const message = `The collection \`${collection}\` has ${format(points)} points, more than the ${format(limit)} up to which this engine is meant to be used: queries that no payload index narrows look at each point. Move to a Qdrant server or cluster; \`client.migrate(server)\` of @x/qdrant-adapter copies everything.`;
    queueMicrotask(() => onWarning({ collection, points, limit, message }));
  };
}

/** Tells Node, which prints it to stderr unless the program listens for `warning`. */
export function emitLargeCollectionWarning({ message }: LargeCollectionWarning): void {
  process.emitWarning(message, { type: 'LargeCollectionWarning', code: 'X_LARGE_COLLECTION' });
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}
