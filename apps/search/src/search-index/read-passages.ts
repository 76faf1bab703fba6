import { type IndexDatabase, passageCollection } from './open-database.ts';
import type { PassagePayload } from './passage-payload.ts';

/** Which passages of a file are wanted. */
export interface PassageRange {
  /** The name of the file in the index. */
  readonly file: string;
  /** Numbers of the first and the last one. */
  readonly from: number;
  readonly to: number;
}

/** Passages of a file in their order; those that it has not are left out. */
export async function readPassages(
  { passages: client }: IndexDatabase,
  { file, from, to }: PassageRange,
): Promise<PassagePayload[]> {
  if (!(await client.collectionExists(passageCollection)).exists) return [];
  const filter = { must: [{ key: 'file', match: { value: file } }, { key: 'number', range: { gte: from, lte: to } }] }; // prettier-ignore
  const { points } = await client.scroll(passageCollection, { filter, limit: to - from + 1, with_payload: true });
  const payloads = points.map(({ payload }) => payload as unknown as PassagePayload);
  return payloads.toSorted((a, b) => a.number - b.number);
}
