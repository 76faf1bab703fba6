import { InvalidArgumentError } from '@x/core';

import { unitId } from '../runs/unit-ids.ts';

/** Items of a source that are indexed together. */
export interface Unit {
  readonly id: string;
  readonly items: number;
  /** The JSON list of the items. */
  readonly json: string;
}

/** Maximum JSON bytes of a unit. A queue holds thousands of units, and Redis keeps them in memory. */
const mostUnitBytes: number = 64 * 1024;

const itemKinds = 'plain data that JSON can represent';

/**
 * Yields the items as units, in order, while the source is read. Each unit has at most `unitSize` items and at most 64 kB of JSON.
 *
 * @throws {InvalidArgumentError} when an item is not JSON, or is larger than a unit may be.
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
  const parameter = `items[${index}]`;
  let text: string | undefined;
  try {
    text = JSON.stringify(item);
  } catch {
    // `JSON.stringify` throws for cycles and bigints.
  }
  if (text === undefined) throw new InvalidArgumentError({ parameter, value: item, expected: itemKinds });
  if (Buffer.byteLength(text) + 3 <= mostUnitBytes) return text;
  throw new InvalidArgumentError({
    parameter,
    value: item,
    expected: `at most ${mostUnitBytes - 3} bytes of JSON`,
    advice:
      'Pass a reference, such as a path or a key, and read the document with the option read of createIndexWorker.',
  });
}
