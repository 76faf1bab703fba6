import { mapInSteps, mapLongInSteps, type Steps } from '../../turns/steps.ts';
import { readObject, refuseUnknownKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { numberOf } from '../../json/whole-float.ts';
import { type GeoArea, type GeoPosition, isOnGlobe, positionOf } from './geo-area.ts';

/** Reads `geo_bounding_box`. @throws {VectorStoreError} with status 400. */
export function readGeoBox(value: unknown, context: RequestContext): GeoArea {
  const box = readObject(value, 'geo_bounding_box', context);
  refuseUnknownKeys(box, ['top_left', 'bottom_right'], 'geo_bounding_box', context);
  return {
    shape: 'box',
    topLeft: readPosition(box['top_left'], 'geo_bounding_box.top_left', context),
    bottomRight: readPosition(box['bottom_right'], 'geo_bounding_box.bottom_right', context),
  };
}

/** Reads `geo_radius`. @throws {VectorStoreError} with status 400. */
export function readGeoRadius(value: unknown, context: RequestContext): GeoArea {
  const circle = readObject(value, 'geo_radius', context);
  refuseUnknownKeys(circle, ['center', 'radius'], 'geo_radius', context);
  const radius = numberOf(circle['radius']);
  if (radius === undefined || !Number.isFinite(radius)) {
    throw malformedRequest(context, 'geo_radius.radius must be a number of meters');
  }
  return { shape: 'circle', center: readPosition(circle['center'], 'geo_radius.center', context), radius };
}

/** Reads `geo_polygon`. @throws {VectorStoreError} with status 400. */
export function* readGeoPolygon(value: unknown, context: RequestContext): Steps<GeoArea> {
  const polygon = readObject(value, 'geo_polygon', context);
  refuseUnknownKeys(polygon, ['exterior', 'interiors'], 'geo_polygon', context);
  const interiors = polygon['interiors'] ?? [];
  if (!Array.isArray(interiors)) throw malformedRequest(context, 'geo_polygon.interiors must be a list');
  return {
    shape: 'polygon',
    exterior: yield* readRing(polygon['exterior'], 'geo_polygon.exterior', context),
    interiors: yield* mapLongInSteps(interiors as unknown[], (ring, index) =>
      readRing(ring, `geo_polygon.interiors[${index}]`, context),
    ),
  };
}

function* readRing(value: unknown, path: string, context: RequestContext): Steps<GeoPosition[]> {
  const line = readObject(value, path, context);
  refuseUnknownKeys(line, ['points'], path, context);
  const { points } = line;
  if (!Array.isArray(points)) throw malformedRequest(context, `${path}.points must be a list`);
  if (points.length < 4) {
    throw malformedRequest(context, `polygon invalid, the size must be at least 4, got ${points.length}`);
  }
  const ring = yield* mapInSteps(points as unknown[], (point, index) =>
    readPosition(point, `${path}.points[${index}]`, context),
  );
  const first = ring[0]!;
  const last = ring.at(-1)!;
  if (Math.abs(first.lat - last.lat) > Number.EPSILON || Math.abs(first.lon - last.lon) > Number.EPSILON) {
    const wanted = 'the first and the last points should be the same to form a closed line';
    throw malformedRequest(context, `polygon invalid, ${wanted}`);
  }
  return ring;
}

/** Reads `{ lon, lat }`. @throws {VectorStoreError} with status 400. */
export function readPosition(value: unknown, path: string, context: RequestContext): GeoPosition {
  const position = readObject(value, path, context);
  refuseUnknownKeys(position, ['lon', 'lat'], path, context);
  const found = positionOf(position);
  if (found === undefined) throw malformedRequest(context, `${path} must be { lon: number, lat: number }`);
  if (!isOnGlobe(found)) {
    throw malformedRequest(
      context,
      `Wrong format of GeoPoint payload: expected \`lat\` = ${found.lat} within [-90;90] and \`lon\` = ${found.lon} within [-180;180]`,
    );
  }
  return found;
}
