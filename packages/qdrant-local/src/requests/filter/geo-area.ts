import { isJsonObject } from '../../json/json-path.ts';
import { numberOf } from '../../json/whole-float.ts';

/** A place on the globe, in degrees. */
export interface GeoPosition {
  readonly lon: number;
  readonly lat: number;
}

/** An area on the globe; its edge does not belong to it. */
export type GeoArea =
  | { readonly shape: 'box'; readonly topLeft: GeoPosition; readonly bottomRight: GeoPosition }
  /** `radius` in meters. */
  | { readonly shape: 'circle'; readonly center: GeoPosition; readonly radius: number }
  /** Rings are closed: the last position is the first. */
  | {
      readonly shape: 'polygon';
      readonly exterior: readonly GeoPosition[];
      readonly interiors: readonly (readonly GeoPosition[])[];
    };

/** The position that a value of a payload is, on the globe or not; `undefined` when it is none. */
export function positionOf(value: unknown): GeoPosition | undefined {
  if (!isJsonObject(value)) return undefined;
  const lon = numberOf(value['lon']);
  const lat = numberOf(value['lat']);
  return lon !== undefined && lat !== undefined ? { lon, lat } : undefined;
}

/** Whether there is such a place. */
export function isOnGlobe({ lon, lat }: GeoPosition): boolean {
  return lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90;
}

/** Mean radius of the earth in meters (IUGG), as the server's geo library has it. */
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

/** Meters between two positions along the surface, by the haversine formula. */
export function haversineDistance(a: GeoPosition, b: GeoPosition): number {
  const latitude = Math.sin(radians(b.lat - a.lat) / 2) ** 2;
  const longitude = Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  const chord = latitude + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * longitude;
  return earthRadius * 2 * Math.asin(Math.sqrt(chord));
}

/** Degrees as radians. */
export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function isInBox(topLeft: GeoPosition, bottomRight: GeoPosition, { lon, lat }: GeoPosition): boolean {
  // A box whose left edge is east of its right edge lies across the antimeridian.
  const isBetween =
    topLeft.lon > bottomRight.lon
      ? lon > topLeft.lon || lon < bottomRight.lon
      : topLeft.lon < lon && lon < bottomRight.lon;
  return isBetween && bottomRight.lat < lat && lat < topLeft.lat;
}

/** Where a position is in the plane of degrees, by the winding number of the ring around it. */
function ringPosition(ring: readonly GeoPosition[], { lon, lat }: GeoPosition): 'inside' | 'edge' | 'outside' {
  let winding = 0;
  for (let index = 1; index < ring.length; index++) {
    const from = ring[index - 1]!;
    const to = ring[index]!;
    const side = (to.lon - from.lon) * (lat - from.lat) - (lon - from.lon) * (to.lat - from.lat);
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
