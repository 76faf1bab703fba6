import { InvalidArgumentError, readUntilAborted, VectorStoreError, withoutByteOrderMark } from '@x/core';

import type { Steps } from '../turns/steps.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import type { PointStruct } from '../requests/types/request-types.ts';
import { parseExactJson } from '../wire/exact-json.ts';

/**
 * Yields lines with their numbers, from 1. Omits empty lines, and a byte order mark before the first line.
 *
 * @throws {InvalidArgumentError} when a line is not a string, for example a chunk of a byte stream. Rejects with the signal's reason, even while the
 *   source has not answered.
 */
export async function* numberLines(
  lines: AsyncIterable<string> | Iterable<string>,
  signal?: AbortSignal,
): AsyncGenerator<{ text: string; number: number }> {
  let number = 0;
  for await (const text of readUntilAborted(lines, signal)) {
    number++;
    if (typeof text !== 'string') {
      const advice = 'To convert a stream to lines, use readLines of @x/core.';
      throw new InvalidArgumentError({ parameter: `lines[${number - 1}]`, value: text, expected: 'a string', advice });
    }
    if (text.trim() !== '') yield { text: number === 1 ? withoutByteOrderMark(text) : text, number };
  }
}

/** Parses a line. @throws {VectorStoreError} with status 400 that contains the line number. */
export function* parseLine(
  { text, number }: { text: string; number: number },
  context: RequestContext,
): Steps<unknown> {
  try {
    return yield* parseExactJson(text, 'point');
  } catch (cause) {
    throw malformedRequest(context, `line ${number} is not valid JSON: ${(cause as Error).message}`);
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
    // The upsert checks the point.
    this.points.push(point as PointStruct);
  }

  /** Returns the failure of these points' upsert, with the range of lines they come from. */
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
