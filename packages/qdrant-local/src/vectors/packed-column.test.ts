import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { packedKinds, packedSettings } from '../__fixtures__/packed-settings.ts';
import { PackedMaxSim } from './packed/packed-max-sim.ts';
import { packRows, unpackRows } from './packed/packed-rows.ts';
import { PackedColumn } from './packed-column.ts';
import { packedValue, type PackedReader, type PackedValue } from './packed-value.ts';

const size = 3;
const element = fc.integer({ min: -100, max: 300 });
const rows = fc
  .integer({ min: 1, max: 4 })
  .chain((count) => fc.array(element, { minLength: count * size, maxLength: count * size }))
  .map((values) => Float32Array.from(values));
const slot = fc.nat(40);
const steps = fc.array(fc.record({ slot, values: fc.option(rows) }), { maxLength: 30 });

describe.each(packedKinds)('a column of multivectors stored as %s', (kind) => {
  const { distance } = packedSettings[kind];
  const pack = (values: Float32Array): PackedValue => packedValue(packRows(values, size, kind), values.length / size);

  test('contains what was set and not cleared, whether rows are in memory or read on demand', () => {
    fc.assert(
      fc.property(steps, rows, (given, query) => {
        const kept = new Map<number, PackedValue>();
        const read: PackedReader = (at, { checksum, rowCount }) => {
          const value = kept.get(at)!;
          expect(value).toMatchObject({ checksum, rowCount });
          return value.bytes!;
        };
        const columns = [undefined, read].map((reader) => new PackedColumn({ size, distance, kind, read: reader }));
        for (const { slot: at, values } of given) {
          const value = values === null ? undefined : pack(values);
          if (value === undefined) kept.delete(at);
          else kept.set(at, value);
          for (const column of columns) {
            if (value === undefined) column.clear(at);
            else column.set(at, value);
          }
        }
        const slots = Uint32Array.from({ length: 42 }, (_, index) => index);
        const asked = { kind: 'multi', dimension: size, values: query } as const;
        const maxSim = new PackedMaxSim({
          query: Array.from({ length: query.length / size }, (_, row) => query.subarray(row * size, (row + 1) * size)),
          dimension: size,
          kind,
          distance,
        });
        for (const column of columns) {
          expect(column.size).toBe(kept.size);
          const similarities = new Float32Array(slots.length);
          column.scorer(asked).scoreRange(0, similarities);
          const bySlot = new Float32Array(slots.length);
          column.scorer(asked).scoreSlots(slots, bySlot);
          expect(bySlot).toEqual(similarities);
          for (const at of slots) {
            const value = kept.get(at);
            expect(column.has(at)).toBe(value !== undefined);
            expect(column.get(at)?.values).toEqual(value && unpackRows(value.bytes!, size, kind));
            if (value === undefined) continue;
            expect(similarities[at]).toBe(maxSim.similarity(value.bytes!));
            expect(column.similarity(asked, column.get(at)!)).toBe(similarities[at]);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('reports its contents without reading, and reads only the requested slots', () => {
    const read: number[] = [];
    const column = new PackedColumn({
      size,
      distance,
      kind,
      read: (at) => (read.push(at), pack(Float32Array.of(at, 1, 2)).bytes!),
    });
    for (let at = 0; at < 10; at++) column.set(at, pack(Float32Array.of(at, 1, 2)));
    column.clear(4);
    expect([column.size, column.has(3), column.has(4), column.packed(3)?.rowCount, column.packed(4)]).toEqual([
      9,
      true,
      false,
      1,
      undefined,
    ]);
    expect(column.packed(3)).not.toHaveProperty('bytes');
    expect(read).toEqual([]);
    const scorer = column.scorer({ kind: 'multi', dimension: size, values: Float32Array.of(1, 0, 0) });
    scorer.scoreSlots(Uint32Array.of(7, 2), new Float32Array(2));
    scorer.scoreRange(3, new Float32Array(3));
    expect(read).toEqual([7, 2, 3, 5]);
  });
});

test('scores few enough slots at once to yield to the event loop in between', () => {
  const column = new PackedColumn({ size: 384, distance: 'Dot', kind: 'int4', read: () => new Uint8Array(150 * 193) });
  for (let at = 0; at < 100; at++) column.set(at, { kind: 'packed', rowCount: 150, checksum: 0 });
  const query = { kind: 'multi', dimension: 384, values: new Float32Array(15 * 384) } as const;
  expect(column.scorer(query).slotsAtOnce).toBe(4);
  expect(column.scorer({ ...query, values: new Float32Array(1000 * 384) }).slotsAtOnce).toBe(1);
});
