import { expect, test } from 'vitest';

import { packedValue } from '../vectors/packed-value.ts';
import { packedChanges } from './stored-changes.ts';

const bytes = Uint8Array.of(1, 2, 3, 4);
const fresh = packedValue(bytes, 1);
const { bytes: _, ...kept } = fresh;

function put(vectors: Record<string, typeof kept>) {
  return {
    kind: 'put',
    record: { id: 7, version: 0, vectors: new Map(Object.entries(vectors)), payload: {} },
  } as const;
}

test('writing a point stores new packed rows, removes the rows of missing vectors, and keeps the others', () => {
  const change = put({ fresh, kept });
  const changes = ([change, { kind: 'delete', id: 8 }] as const).flatMap((one) =>
    packedChanges(1, one, ['fresh', 'kept', 'gone']),
  );
  expect(changes.map(([key, value]) => [key.readBigUInt64BE(5), key.toString('utf8', 13), value])).toEqual([
    [7n, 'fresh', Buffer.from(bytes)],
    [7n, 'gone', undefined],
    [8n, 'fresh', undefined],
    [8n, 'kept', undefined],
    [8n, 'gone', undefined],
  ]);
});
