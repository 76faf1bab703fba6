import { type IndexDatabase, passageCollection } from './open-database.ts';
import type { PassagePayload } from './passage-payload.ts';

/** A range of passages of a file. */
export interface PassageRange {
  /** The name of the file in the index. */
  readonly file: string;
  /** The number of the first passage; `to` is that of the last one. */
  readonly from: number;
  readonly to: number;
}

/** Returns the passages of a file in a range, in order. Ignores numbers beyond the last passage. */
export async function readPassages(
  { passages: client }: IndexDatabase,
  { file, from, to }: PassageRange,
): Promise<PassagePayload[]> {
  if (!(await client.collectionExists(passageCollection)).exists) return [];
  const filter = {
    must: [
      { key: 'file', match: { value: file } },
      { key: 'number', range: { gte: from, lte: to } },
    ],
  };
  const { points } = await client.scroll(passageCollection, { filter, limit: to - from + 1, with_payload: true });
  const payloads = points.map(({ payload }) => payload as unknown as PassagePayload);
  return payloads.toSorted((a, b) => a.number - b.number);
}
