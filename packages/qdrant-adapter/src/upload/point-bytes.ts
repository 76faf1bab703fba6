import { InvalidArgumentError } from '@x/core';
import { encodeRequest } from '../wire/encode-request.ts';
import { countComponents } from './count-components.ts';

/** Maximum JSON bytes of the points in one request, as Qdrant advises. By default a server refuses bodies above 32 MiB. */
export const maxBatchBytes: number = 5e6;

const maxRequestBytes = 2 ** 25;
/** A single point with a larger estimate is measured. Doubles, and texts with many quotes, take about twice their estimate. */
const measuredFrom = 16e6;

/** A 32-bit float takes 11 or 12 bytes, a float stored as a double up to 20. */
const bytesPerComponent = 12;
const sampleLength = 256;
/** The id, the names of the fields, and their punctuation. */
const bytesOfFrame = 100;

/**
 * Estimates the JSON bytes of a checked point within a factor of 6, and within a few percent for 32-bit floats and uniform texts. The cost is
 * negligible compared to writing the JSON.
 */
export function pointBytes(point: unknown): number {
  const { vector, payload } = (point ?? {}) as { readonly vector?: unknown; readonly payload?: unknown };
  return bytesOfFrame + vectorBytes(vector) + jsonBytes(payload);
}

/** The vectors of one point may be numbers under some names, and under others inference objects, which the server embeds. */
function vectorBytes(vector: unknown): number {
  if (isNumeric(vector)) return countComponents({ vector }) * bytesPerComponent;
  if (typeof vector !== 'object' || vector === null || Array.isArray(vector)) return jsonBytes(vector);
  return Object.entries(vector).reduce((sum, [name, part]) => sum + name.length + 3 + vectorBytes(part), 2);
}

/** Returns true for a list of numbers, or of rows of them. */
function isNumeric(value: unknown): boolean {
  if (ArrayBuffer.isView(value)) return true;
  return Array.isArray(value) && (typeof value[0] === 'number' || isNumeric(value[0]));
}

function jsonBytes(value: unknown): number {
  if (typeof value === 'string') return textBytes(value) + 3;
  if (typeof value !== 'object' || value === null) return bytesPerComponent;
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, item) => sum + jsonBytes(item), 2);
  }
  let sum = 2;
  for (const name in value) sum += name.length + 3 + jsonBytes((value as Readonly<Record<string, unknown>>)[name]);
  return sum;
}

/** Measures only the beginning of a long text. Measuring all of it would cost a tenth of writing it. */
function textBytes(text: string): number {
  if (text.length <= sampleLength) return Buffer.byteLength(text);
  return Buffer.byteLength(text.slice(0, sampleLength)) * (text.length / sampleLength);
}

/**
 * Checks that a point that is sent alone does not exceed the default body limit of a server.
 *
 * @param position - of the point in the caller's list.
 * @throws {InvalidArgumentError} naming the point.
 */
export function requireSendable(point: unknown, position: number): void {
  if (pointBytes(point) < measuredFrom) return;
  const bytes = Buffer.byteLength(JSON.stringify(encodeRequest({ points: [point] }, 'upsertBody'), bigintAsText));
  if (bytes <= maxRequestBytes) return;
  throw new InvalidArgumentError({
    parameter: `points[${position}]`,
    value: `${bytes} bytes of JSON`,
    expected: `at most ${maxRequestBytes} bytes as JSON`,
    problem: () =>
      `points[${position}] has ${bytes} bytes as JSON, but a server accepts at most ${maxRequestBytes} by default.`,
    advice: 'If your server accepts more, use upsert.',
  });
}

function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
