import { VectorStoreError } from '@x/core';

/** Answers that hold ids of points, and the objects in them that do. */
export type AnswerKind = 'page' | 'point' | 'groups' | 'group' | 'pairs' | 'pair' | 'offsets';

/** Where an answer has ids of points; a list in the place of an object is a list of such objects. Everything else is data. */
const grammar: Readonly<Record<AnswerKind, Readonly<Record<string, AnswerKind | 'id'>>>> = {
  page: { points: 'point', next_page_offset: 'id' },
  point: { id: 'id' },
  groups: { groups: 'group' },
  group: { hits: 'point', lookup: 'point' },
  pairs: { pairs: 'pair' },
  pair: { a: 'id', b: 'id' },
  offsets: { ids: 'id' },
};

/**
 * The answer of a server with exact ids and plain numbers, changed in place.
 *
 * Where JSON can, the official client reads every whole number beyond 2^53 as a bigint: right for ids, wrong for vectors, scores and payloads,
 * which are numbers in memory and on disk. Where JSON cannot, such ids were rounded on their way, and would name other points.
 *
 * @throws {VectorStoreError} when an id was rounded.
 */
export function decodeAnswer(
  result: unknown,
  kind: AnswerKind | undefined,
  { operation, collection }: { readonly operation: string; readonly collection?: string | undefined },
): unknown {
  return decode(result, kind, (id) => {
    throw new VectorStoreError({
      message: `The collection holds ids above 2^53 (about ${id}), which this version of Node.js cannot read exactly. Use Node.js 22 or later, or UUIDs.`,
      operation,
      ...(collection === undefined ? {} : { collection }),
    });
  });
}

function decode(node: unknown, kind: AnswerKind | 'id' | undefined, refuse: (id: number) => never): unknown {
  if (typeof node === 'bigint') return kind === 'id' ? node : Number(node);
  if (typeof node === 'number') return kind === 'id' && !Number.isSafeInteger(node) ? refuse(node) : node;
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) {
    for (let index = 0; index < node.length; index++) node[index] = decode(node[index], kind, refuse);
    return node;
  }
  const kinds = kind === undefined || kind === 'id' ? {} : grammar[kind];
  for (const [key, value] of Object.entries(node)) {
    const decoded = decode(value, Object.hasOwn(kinds, key) ? kinds[key] : undefined, refuse);
    if (decoded !== value) Reflect.set(node, key, decoded);
  }
  return node;
}
