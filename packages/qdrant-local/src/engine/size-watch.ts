/** Reports that a collection has grown beyond the size this engine is made for. */
export interface LargeCollectionWarning {
  readonly collection: string;
  readonly points: number;
  /** The number of points that was exceeded. */
  readonly limit: number;
  /** What happened and what to do, in English. */
  readonly message: string;
}

/**
 * Returns a function to call with the size of each collection after a change. It calls `onWarning` once for each collection
 * that exceeds `limit`. The call happens in a microtask, so a listener that throws cannot break a write.
 */
export function watchSize(
  limit: number,
  onWarning: (warning: LargeCollectionWarning) => void,
): (collection: string, points: number) => void {
  const warned = new Set<string>();
  return (collection, points) => {
    if (points <= limit || warned.has(collection)) return;
    warned.add(collection);
    const message = `The collection \`${collection}\` has ${format(points)} points, more than the ${format(limit)} that this engine is meant for: a query that no payload index narrows scans every point. Move to a Qdrant server or cluster; \`client.migrate(server)\` of @x/qdrant-adapter copies everything.`;
    queueMicrotask(() => onWarning({ collection, points, limit, message }));
  };
}

/** Emits a Node.js warning, which Node prints to stderr unless the program listens for `warning`. */
export function emitLargeCollectionWarning({ message }: LargeCollectionWarning): void {
  process.emitWarning(message, { type: 'LargeCollectionWarning', code: 'X_LARGE_COLLECTION' });
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}
