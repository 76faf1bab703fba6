import { QdrantClient } from '@x/qdrant-adapter';

import { documentOf, type Reference } from './documents.ts';
import { collection, trialPipeline } from './trial-pipeline.ts';

/** All points of a store by id, as text for comparison. */
export type StoredPoints = ReadonlyMap<string, string>;

/** Returns the points of an index that is created from these documents in one run. */
export async function freshPoints(references: readonly Reference[], runId: number): Promise<StoredPoints> {
  await using client = new QdrantClient(':memory:');
  await trialPipeline(client, 0).index(references.map(documentOf), { runId });
  return await storedPoints(client);
}

/** Reads all points. Omits which run wrote a passage, because unchanged passages keep the number of an earlier run. */
export async function storedPoints(client: QdrantClient): Promise<StoredPoints> {
  const points = new Map<string, string>();
  for await (const { id, payload, vector } of client.scrollAll(collection, { with_vector: true })) {
    const { _index: record, ...own } = payload as { _index: Record<string, unknown> };
    const { run, written: _written, ...kept } = record;
    const seen = record['passage'] === 0 ? { ...kept, run } : kept;
    points.set(
      String(id),
      JSON.stringify([
        own,
        Object.entries(seen).toSorted(([a], [b]) => a.localeCompare(b)),
        Array.from(Float32Array.from(vector as Iterable<number>)),
      ]),
    );
  }
  return points;
}

/** Describes the differences between `actual` and `expected`, with a few examples of each kind. */
export function differences(actual: StoredPoints, expected: StoredPoints): readonly string[] {
  const lost = [...expected.keys()].filter((id) => !actual.has(id));
  const added = [...actual.keys()].filter((id) => !expected.has(id));
  const changed = [...expected.keys()].filter((id) => actual.has(id) && actual.get(id) !== expected.get(id));
  const told = (what: string, ids: readonly string[]): string[] =>
    ids.length === 0
      ? []
      : [
          `${ids.length} points ${what}`,
          ...ids.slice(0, 5).map((id) => `${actual.get(id)} instead of ${expected.get(id)}`),
        ];
  return [...told('are lost', lost), ...told('should not exist', added), ...told('have wrong content', changed)];
}
