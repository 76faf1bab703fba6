import { isJsonObject } from '../../json/json-path.ts';
import { numberOf } from '../../json/whole-float.ts';

/** A geo point, in degrees. */
export interface GeoPosition {
  readonly lon: number;
  readonly lat: number;
}

/** An area on the globe, excluding its edge. */
export type GeoArea =
  | { readonly shape: 'box'; readonly topLeft: GeoPosition; readonly bottomRight: GeoPosition }
  /** `radius` is in meters. */
  | { readonly shape: 'circle'; readonly center: GeoPosition; readonly radius: number }
  /** Rings are closed: the last position equals the first. */
  | {
      readonly shape: 'polygon';
      readonly exterior: readonly GeoPosition[];
      readonly interiors: readonly (readonly GeoPosition[])[];
    };

/** Returns the position in a payload value, even if it is not on the globe; `undefined` when the value is not a position. */
export function positionOf(value: unknown): GeoPosition | undefined {
  if (!isJsonObject(value)) return undefined;
  const lon = numberOf(value['lon']);
  const lat = numberOf(value['lat']);
  return lon !== undefined && lat !== undefined ? { lon, lat } : undefined;
}

/** Whether the coordinates are valid. */
export function isOnGlobe({ lon, lat }: GeoPosition): boolean {
  return lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90;
}

/** The mean radius of the earth in meters (IUGG), as in the server's geo library. */
export const earthRadius = 6_371_008.8;

/**
 * True when `position` is inside `area`.
 *
 * Source: qdrant/qdrant lib/segment/src/types.rs (`GeoBoundingBox`, `GeoRadius`, `GeoPolygon`).
 */
export function containsPosition(area: GeoArea, position: GeoPosition): boolean {
  if (area.shape === 'box') return isInBox(area.topLeft, area.bottomRight, position);
  if (area.shape === 'circle') return haversineDistance(area.center, position) < area.radius;
  return (
    ringPosition(area.exterior, position) === 'inside' &&
    area.interiors.every((ring) => ringPosition(ring, position) === 'outside')
  );
}

/** Returns the distance in meters between two positions along the surface, by the haversine formula. */
export function haversineDistance(a: GeoPosition, b: GeoPosition): number {
  const latitude = Math.sin(radians(b.lat - a.lat) / 2) ** 2;
  const longitude = Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  const chord = latitude + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * longitude;
  return earthRadius * 2 * Math.asin(Math.sqrt(chord));
}

/** Converts degrees to radians. */
export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function isInBox(topLeft: GeoPosition, bottomRight: GeoPosition, { lon, lat }: GeoPosition): boolean {
  // A box crosses the antimeridian when its left edge is east of its right edge.
  const isBetween =
    topLeft.lon > bottomRight.lon
      ? lon > topLeft.lon || lon < bottomRight.lon
      : topLeft.lon < lon && lon < bottomRight.lon;
  return isBetween && bottomRight.lat < lat && lat < topLeft.lat;
}

/** Keeps products of tiny differences above zero. Scaling by a power of two rounds nothing, and 360 times this has a finite square. */
const scale = 2 ** 500;

/** Returns where a position is relative to a ring, by the winding number, treating degrees as plane coordinates. */
function ringPosition(ring: readonly GeoPosition[], { lon, lat }: GeoPosition): 'inside' | 'edge' | 'outside' {
  let winding = 0;
  for (let index = 1; index < ring.length; index++) {
    const from = ring[index - 1]!;
    const to = ring[index]!;
    const [edgeLon, edgeLat] = [(to.lon - from.lon) * scale, (to.lat - from.lat) * scale];
    const side = edgeLon * ((lat - from.lat) * scale) - (lon - from.lon) * scale * edgeLat;
    const isInSpan =
      Math.min(from.lon, to.lon) <= lon &&
      lon <= Math.max(from.lon, to.lon) &&
      Math.min(from.lat, to.lat) <= lat &&
      lat <= Math.max(from.lat, to.lat);
    if (side === 0 && isInSpan) return 'edge';
    if (from.lat <= lat && to.lat > lat && side > 0) winding++;
    else if (from.lat > lat && to.lat <= lat && side < 0) winding--;
  }
  return winding === 0 ? 'outside' : 'inside';
}
