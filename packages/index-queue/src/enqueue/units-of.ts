import { InvalidArgumentError } from '@x/core';

import { unitId } from '../runs/unit-ids.ts';

/** Some items of a source, to be indexed together. */
export interface Unit {
  readonly id: string;
  readonly items: number;
  /** The list of the items. */
  readonly json: string;
}

/** Bytes of JSON in a unit. A queue holds thousands of units, in memory where it is Redis. */
const mostUnitBytes: number = 64 * 1024;

const itemKinds = 'a JSON value: plain data without functions';

/**
 * Divides items into units, in order, as they come: each has at most `unitSize` items, and at most 64 kB of JSON.
 *
 * @throws {InvalidArgumentError} when an item is no JSON, or is larger than a unit may be.
 */
export async function* unitsOf(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  { runId, unitSize }: { readonly runId: number; readonly unitSize: number },
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
    // Circles and bigints.
  }
  if (text === undefined) throw new InvalidArgumentError({ parameter, value: item, expected: itemKinds });
  if (Buffer.byteLength(text) + 3 <= mostUnitBytes) return text;
  throw new InvalidArgumentError({
    parameter,
    value: item,
    expected: `at most ${mostUnitBytes - 3} bytes of JSON`,
    advice: 'Pass a reference, such as a path or a key, and read the document by the option read of createIndexWorker.',
  });
}
