import fc from 'fast-check';
import { expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { containsPosition, type GeoArea, type GeoPosition } from '../requests/filter/geo-area.ts';
import { GeoIndex } from './geo-index.ts';

const degrees = (limit: number): fc.Arbitrary<number> =>
  fc.oneof(fc.double({ min: -limit, max: limit, noNaN: true }), fc.constantFrom(-limit, limit, 0, 0.05, -0.05));
const position: fc.Arbitrary<GeoPosition> = fc.record({ lon: degrees(180), lat: degrees(90) });
const area: fc.Arbitrary<GeoArea> = fc.oneof(
  fc.record({ topLeft: position, bottomRight: position }).map((box): GeoArea => ({ shape: 'box', ...box })),
  fc
    .record({
      center: position,
      radius: fc.oneof(fc.double({ min: 0, max: 2.1e7, noNaN: true }), fc.double({ min: 0, max: 1e5, noNaN: true })),
    })
    .map((circle): GeoArea => ({ shape: 'circle', ...circle })),
  fc
    .array(position, { minLength: 3, maxLength: 5 })
    .map((ring): GeoArea => ({ shape: 'polygon', exterior: [...ring, ring[0]!], interiors: [] })),
);

test('the index finds every geo point inside of an area', () => {
  fc.assert(
    fc.property(fc.array(position, { maxLength: 30 }), area, (positions, asked) => {
      const index = new GeoIndex();
      for (const [slot, place] of positions.entries()) atOnce(index.add(slot, [place]));
      const source = atOnce(index.find({ kind: 'geo', area: asked }))!;
      const slots = source.slots();
      const inside = [...positions.keys()].filter((slot) => containsPosition(asked, positions[slot]!));
      expect(inside.filter((slot) => !slots.includes(slot))).toEqual([]);
      expect(source.estimate).toBeGreaterThanOrEqual(slots.length);
    }),
    { numRuns: 500 },
  );
});

test('the index does not find geo points far from a circle', () => {
  const index = new GeoIndex();
  for (let slot = 0; slot < 1000; slot++)
    atOnce(index.add(slot, [{ lon: (slot % 100) * 3 - 150, lat: Math.floor(slot / 100) * 15 - 70 }]));
  const asked: GeoArea = { shape: 'circle', center: { lon: 0, lat: -10 }, radius: 100_000 };
  expect([...atOnce(index.find({ kind: 'geo', area: asked }))!.slots()]).toEqual([450]);
});

test('a circle across the antimeridian finds geo points on both sides', () => {
  const index = new GeoIndex();
  atOnce(index.add(0, [{ lon: 179.99, lat: 0 }]));
  atOnce(index.add(1, [{ lon: -179.99, lat: 0 }]));
  atOnce(index.add(2, [{ lon: 0, lat: 0 }]));
  const asked: GeoArea = { shape: 'circle', center: { lon: 179.995, lat: 0 }, radius: 5_000 };
  expect([...atOnce(index.find({ kind: 'geo', area: asked }))!.slots()]).toEqual([0, 1]);
});

test('points with invalid coordinates are always returned as candidates', () => {
  const index = new GeoIndex();
  atOnce(index.add(0, [{ lon: 541, lat: 0 }]));
  atOnce(index.add(1, [{ lon: 1 }, 'no place', null]));
  const asked: GeoArea = { shape: 'circle', center: { lon: 179, lat: 0 }, radius: 300_000 };
  expect([...atOnce(index.find({ kind: 'geo', area: asked }))!.slots()]).toEqual([0]);
  expect(index.pointCount).toBe(0);
  atOnce(index.remove(0, [{ lon: 541, lat: 0 }]));
  expect(atOnce(index.find({ kind: 'geo', area: asked }))!.slots()).toHaveLength(0);
});

test('a geo point beside a polygon is outside, however small the differences of its corners are', () => {
  const ring = [
    { lon: 180, lat: -90 },
    { lon: 0, lat: Number.MIN_VALUE },
    { lon: 0.05, lat: 0 },
    { lon: 180, lat: -90 },
  ];
  const asked: GeoArea = { shape: 'polygon', exterior: ring, interiors: [] };
  expect(containsPosition(asked, { lon: -0.05, lat: 0 })).toBe(false);
  expect(containsPosition(asked, { lon: 90, lat: -45.01 })).toBe(false);
  expect(containsPosition(asked, { lon: 90, lat: -44.99 })).toBe(true);
});
