import { InvalidArgumentError } from '@x/core';
import { encodeRequest } from '../wire/encode-request.ts';
import { countComponents } from './count-components.ts';

/** JSON of the points that go to a server together: what Qdrant advises. A server refuses bodies above 32 MiB unless it is set to take more. */
export const maxBatchBytes: number = 5e6;

const maxRequestBytes = 2 ** 25;
/** Above this estimate a point that goes alone is measured: doubles, and texts of nothing but quotes, take about twice what is estimated. */
const measuredFrom = 16e6;

/** A 32-bit float takes 11 or 12, a double that was one up to 20. */
const bytesPerComponent = 12;
const sampleLength = 256;
/** An id, the names of the fields, and what is around them. */
const bytesOfFrame = 100;

/**
 * About how many bytes of JSON a checked point takes, within a factor of 6, and a few percent for 32-bit floats and even texts. Costs
 * next to nothing beside writing it.
 */
export function pointBytes(point: unknown): number {
  const { vector, payload } = (point ?? {}) as { readonly vector?: unknown; readonly payload?: unknown };
  const components = countComponents(point);
  // Texts in the places of vectors are left for the server to embed.
  return bytesOfFrame + (components > 0 ? components * bytesPerComponent : jsonBytes(vector)) + jsonBytes(payload);
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

/** Of a long text only the beginning is counted: counting it all would cost a tenth of writing it. */
function textBytes(text: string): number {
  if (text.length <= sampleLength) return Buffer.byteLength(text);
  return Buffer.byteLength(text.slice(0, sampleLength)) * (text.length / sampleLength);
}

/**
 * Checks that a point which goes to a server alone is not larger than any server takes by default.
 *
 * @param position - of the point in the caller's own list.
 * @throws {InvalidArgumentError} naming the point.
 */
export function requireSendable(point: unknown, position: number): void {
  if (pointBytes(point) < measuredFrom) return;
  const bytes = Buffer.byteLength(JSON.stringify(encodeRequest({ points: [point] }, 'upsertBody'), bigintAsText));
  if (bytes <= maxRequestBytes) return;
  throw new InvalidArgumentError({
    parameter: `points[${position}]`,
    value: `${bytes} bytes of JSON`,
    expected: `at most ${maxRequestBytes} bytes as JSON, more of which a server refuses (one that is set to take more gets it by upsert)`,
  });
}

function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
