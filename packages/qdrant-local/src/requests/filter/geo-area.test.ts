import fc from 'fast-check';
import { expect, test } from 'vitest';

import { containsPosition, type GeoArea, type GeoPosition, haversineDistance } from './geo-area.ts';

const at = (lon: number, lat: number): GeoPosition => ({ lon, lat });
const square = (from: number, to: number): GeoPosition[] => [
  at(from, from),
  at(to, from),
  at(to, to),
  at(from, to),
  at(from, from),
];

const position = fc.record({
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
});

// Berlin and Moscow, from the server's own test (lib/segment/src/payload_storage/condition_checker.rs).
const berlin = at(13.413637435864272, 52.52197645);
const moscow = at(37.62137960067377, 55.7536283);

test('a circle contains geo points closer to its center than its radius', () => {
  const near: GeoArea = { shape: 'circle', center: at(13.423637, 52.511), radius: 2000 };
  expect([berlin, moscow].map((place) => containsPosition(near, place))).toEqual([true, false]);
  expect(containsPosition({ shape: 'circle', center: berlin, radius: 0 }, berlin)).toBe(false);
});

test('a degree along the equator is 111.195 km, and the poles are half a circumference apart', () => {
  expect(haversineDistance(at(0, 0), at(1, 0))).toBeCloseTo(111_195.0802, 3);
  expect(haversineDistance(at(20, 90), at(-70, -90))).toBeCloseTo(Math.PI * 6_371_008.8, 3);
});

test('distances are symmetric, zero to the same geo point, and equal across the antimeridian', () => {
  fc.assert(
    fc.property(position, position, (a, b) => {
      expect(haversineDistance(a, b)).toBeCloseTo(haversineDistance(b, a), 3);
      expect(haversineDistance(a, a)).toBe(0);
      expect(haversineDistance(at(180, a.lat), b)).toBeCloseTo(haversineDistance(at(-180, a.lat), b), 1);
    }),
  );
});

test('a box excludes its edges', () => {
  const box: GeoArea = { shape: 'box', topLeft: at(0, 10), bottomRight: at(10, 0) };
  expect([at(5, 5), at(0, 5), at(5, 10), at(11, 5)].map((place) => containsPosition(box, place))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('a box may cross the antimeridian', () => {
  const box: GeoArea = { shape: 'box', topLeft: at(170, 10), bottomRight: at(-170, -10) };
  expect([at(175, 0), at(-175, 0), at(180, 0), at(0, 0)].map((place) => containsPosition(box, place))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('a polygon excludes its edge, its corners, its holes and their edges', () => {
  const polygon: GeoArea = { shape: 'polygon', exterior: square(0, 10), interiors: [square(4, 6)] };
  const places = [at(1, 1), at(0, 5), at(10, 10), at(5, 5), at(4, 5), at(6, 6), at(12, 5), at(7, 5)];
  const inside = [true, false, false, false, false, false, false, true];
  expect(places.map((place) => containsPosition(polygon, place))).toEqual(inside);
});

test('a polygon contains the same geo points when its corners are listed in reverse', () => {
  const corners = [at(-10, -5), at(12, -7), at(3, 2), at(8, 20), at(-6, 9)];
  const ring = [...corners, corners[0]!];
  fc.assert(
    fc.property(fc.integer({ min: -12, max: 14 }), fc.integer({ min: -8, max: 21 }), (lon, lat) => {
      const forward: GeoArea = { shape: 'polygon', exterior: ring, interiors: [] };
      const backward: GeoArea = { shape: 'polygon', exterior: ring.toReversed(), interiors: [] };
      expect(containsPosition(forward, at(lon, lat))).toBe(containsPosition(backward, at(lon, lat)));
    }),
  );
});

test('an axis-aligned polygon contains the same geo points as the box with the same corners', () => {
  const polygon: GeoArea = { shape: 'polygon', exterior: square(-20, 30), interiors: [] };
  const box: GeoArea = { shape: 'box', topLeft: at(-20, 30), bottomRight: at(30, -20) };
  const coordinate = fc.oneof(fc.integer({ min: -25, max: 35 }), fc.double({ min: -25, max: 35, noNaN: true }));
  fc.assert(
    fc.property(coordinate, coordinate, (lon, lat) => {
      expect(containsPosition(polygon, at(lon, lat))).toBe(containsPosition(box, at(lon, lat)));
    }),
  );
});
