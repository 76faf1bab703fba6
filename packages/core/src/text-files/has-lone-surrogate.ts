// The escape of a whole surrogate pair, or of half of one. The pair comes first, so that what is left is half of one.
const escapes = /\\u[dD](?:[89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|[89a-fA-F])/g;
const pairLength = '\\ud83d\\ude00'.length;

/**
 * Returns whether a string of a JSON text has half of a surrogate pair as an escape. `JSON.parse` accepts it, but it is no character: encoded as
 * UTF-8, it becomes U+FFFD.
 *
 * @param json a text decoded from UTF-8, in which halves can only be escapes.
 * @example
 * hasLoneSurrogate('"\\ud83d\\ude00"'); // => false
 * hasLoneSurrogate('"\\ud83d"'); // => true
 */
export function hasLoneSurrogate(json: string): boolean {
  for (const { 0: escape, index } of json.matchAll(escapes)) {
    if (escape.length < pairLength && !isEscaped(json, index)) return true;
    // subtle: `\\ud83d\ude00` begins with an escaped backslash, so its second half stands alone.
    if (escape.length === pairLength && isEscaped(json, index)) return true;
  }
  return false;
}

/** True when an odd number of backslashes precedes a position. */
function isEscaped(json: string, place: number): boolean {
  let before = place - 1;
  while (json[before] === '\\') before--;
  return (place - before) % 2 === 0;
}
