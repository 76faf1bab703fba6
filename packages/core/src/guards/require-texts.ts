import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { isIterableObject } from './is-iterable-object.ts';

/**
 * Checks that `texts` is an array of strings and returns a copy. A call that works on the copy does not notice when its caller changes the array.
 *
 * @throws {InvalidArgumentError} naming the first element that is not a string, e.g. `documents[3]`.
 */
export function requireTexts(texts: readonly string[], parameter: string): string[] {
  if (!Array.isArray(texts))
    throw new InvalidArgumentError({ parameter, value: texts, expected: 'an array of strings' });
  // A plain loop also visits the holes of a sparse array, which findIndex-style callbacks may not.
  for (let index = 0; index < texts.length; index++) requireText(texts[index], `${parameter}[${index}]`);
  return [...texts];
}

/**
 * Checks that `texts` is an iterable or async iterable object, and returns it. A string, which would yield its characters, is refused.
 *
 * @throws {InvalidArgumentError} when it is neither.
 */
export function requireTextStream<Texts extends Iterable<string> | AsyncIterable<string>>(
  texts: Texts,
  parameter: string,
): Texts {
  if (isIterableObject(texts)) return texts;
  const expected = 'an array, iterable or async iterable of strings';
  throw new InvalidArgumentError({ parameter, value: texts, expected });
}

/**
 * Checks that `text` is a string that is not empty or only white space, and returns it.
 *
 * @throws {InvalidArgumentError} when it is anything else.
 */
export function requireFilledText(text: unknown, parameter: string): string {
  if (requireText(text, parameter).trim() !== '') return text as string;
  throw new InvalidArgumentError({ parameter, value: text, expected: 'a non-empty string' });
}

/**
 * Checks that `text` is a string and returns it.
 *
 * @throws {InvalidArgumentError} when it is anything else.
 */
export function requireText(text: unknown, parameter: string): string {
  if (typeof text !== 'string') throw new InvalidArgumentError({ parameter, value: text, expected: 'a string' });
  return text;
}
