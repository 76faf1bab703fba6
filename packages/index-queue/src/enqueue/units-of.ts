import { InvalidArgumentError } from '@x/core';

import { unitId } from '../runs/unit-ids.ts';
import { findJsonFault, type JsonFault } from './json-fault.ts';

/** Items of a source that are indexed together. */
export interface Unit {
  readonly id: string;
  readonly items: number;
  /** The JSON list of the items. */
  readonly json: string;
}

/** Maximum JSON bytes of a unit. A queue holds thousands of units, and Redis keeps them in memory. */
const mostUnitBytes: number = 64 * 1024;

/**
 * Yields the items as units, in order, while the source is read. Each unit has at most `unitSize` items and at most 64 kB of JSON.
 *
 * @throws {InvalidArgumentError} when JSON cannot represent an item, or it is larger than a unit may be.
 */
export async function* unitsOf(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  { runId, unitSize, signal }: { runId: number; unitSize: number; signal: AbortSignal | undefined },
): AsyncGenerator<Unit, void, undefined> {
  let texts: string[] = [];
  let bytes = 2;
  let index = 0;
  const close = (): Unit => {
    const json = `[${texts.join(',')}]`;
    const unit = { id: unitId({ runId, items: texts.length, json }), items: texts.length, json };
    texts = [];
    bytes = 2;
    return unit;
  };
  for await (const item of items) {
    signal?.throwIfAborted();
    const text = textOf(item, index++);
    const added = Buffer.byteLength(text) + 1;
    if (texts.length > 0 && bytes + added > mostUnitBytes) yield close();
    texts.push(text);
    bytes += added;
    if (texts.length === unitSize) yield close();
  }
  if (texts.length > 0) yield close();
}

function textOf(item: unknown, index: number): string {
  const fault = findJsonFault(item);
  if (fault !== undefined) throw notJson(fault, index);
  const text = JSON.stringify(item);
  if (Buffer.byteLength(text) + 3 <= mostUnitBytes) return text;
  throw new InvalidArgumentError({
    parameter: `items[${index}]`,
    value: item,
    expected: `at most ${mostUnitBytes - 3} bytes of JSON`,
    advice:
      'Pass a reference, such as a path or a key, and read the document with the option read of createIndexWorker.',
  });
}

function notJson({ path, value }: JsonFault, index: number): InvalidArgumentError {
  return new InvalidArgumentError({
    // The path of a cycle would be thousands of characters long.
    parameter: `items[${index}]${path.length > 200 ? `${path.slice(0, 200)}…` : path}`,
    value,
    expected: 'plain data that JSON can represent',
    ...(typeof value === 'bigint' && {
      advice: 'Pass it as a string, and convert it with the option read of createIndexWorker.',
    }),
  });
}
