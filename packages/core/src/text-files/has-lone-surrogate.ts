import { isEscaped } from './is-escaped.ts';

// Matches an escaped surrogate pair, else the start of an escaped lone surrogate.
const escapes = /\\u[dD](?:[89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|[89a-fA-F])/g;
const pairLength = '\\ud83d\\ude00'.length;

// Characters searched in one step. The search takes a few milliseconds.
const searchedAtOnce = 2 ** 20;

/**
 * Returns whether a string of a JSON text has an escaped lone surrogate. `JSON.parse` accepts it, but it is no character: encoded as UTF-8, it becomes
 * U+FFFD.
 *
 * @param json a text decoded from UTF-8, in which lone surrogates can only be escapes.
 * @example
 * hasLoneSurrogate('"\\ud83d\\ude00"'); // => false
 * hasLoneSurrogate('"\\ud83d"'); // => true
 */
export function hasLoneSurrogate(json: string): boolean {
  const steps = findLoneSurrogate(json);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** The same as {@link hasLoneSurrogate} in short steps, each of which ends at a `yield`. */
export function* findLoneSurrogate(json: string): Generator<void, boolean, void> {
  for (let from = 0; from < json.length;) {
    const to = from + searchedAtOnce;
    // A pair that begins in this step may end in the next one.
    const part = json.slice(from, to + pairLength - 1);
    let end = to;
    for (const { 0: escape, index } of part.matchAll(escapes)) {
      const start = from + index;
      if (start >= to) break;
      // subtle: `\\ud83d\ude00` begins with an escaped backslash, so that its second half stands alone.
      if ((escape.length === pairLength) === isEscaped(json, start)) return true;
      end = Math.max(to, start + escape.length);
    }
    from = end;
    yield;
  }
  return false;
}
