import { InvalidArgumentError, VectorStoreError, withoutByteOrderMark } from '@x/core';

import type { Steps } from '../event-loop-turns.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import type { PointStruct } from '../requests/types/request-types.ts';
import { parseExactJson } from '../wire/exact-json.ts';

/**
 * Lines with their numbers, from 1; empty ones are left out, and a byte order mark before the first.
 *
 * @throws {InvalidArgumentError} when one is no text, as the chunks of a stream of bytes.
 */
export async function* numberLines(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<{ text: string; number: number }> {
  let number = 0;
  for await (const text of lines) {
    number++;
    if (typeof text !== 'string') {
      const expected = 'a string; readLines of @x/core makes lines of a stream';
      throw new InvalidArgumentError({ parameter: `lines[${number - 1}]`, value: text, expected });
    }
    if (text.trim() !== '') yield { text: number === 1 ? withoutByteOrderMark(text) : text, number };
  }
}

/** Parses a line. @throws {VectorStoreError} with status 400 that names it. */
export function* parseLine(
  { text, number }: { text: string; number: number },
  context: RequestContext,
): Steps<unknown> {
  try {
    return yield* parseExactJson(text, 'point');
  } catch (cause) {
    throw malformedRequest(context, `line ${number} is no JSON: ${(cause as Error).message}`);
  }
}

/** Points of consecutive lines, which are written together. */
export class LineBatch {
  readonly points: PointStruct[] = [];
  #first = 0;
  #last = 0;

  add(point: unknown, line: number): void {
    if (this.points.length === 0) this.#first = line;
    this.#last = line;
    // Checked by the upsert.
    this.points.push(point as PointStruct);
  }

  /** The failure of these points' upsert, with the lines they come from. */
  failure(error: unknown): unknown {
    if (!VectorStoreError.isInstance(error)) return error;
    const { operation, collection, status } = error;
    return new VectorStoreError({
      message: `Lines ${this.#first} to ${this.#last}: ${error.message}`,
      operation,
      ...(collection === undefined ? {} : { collection }),
      ...(status === undefined ? {} : { status }),
      cause: error,
    });
  }
}
