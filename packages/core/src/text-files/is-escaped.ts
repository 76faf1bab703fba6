const backslash = 0x5c;

/** Returns true when an odd number of backslashes precedes a position inside a string of a JSON text. */
export function isEscaped(json: string, place: number): boolean {
  let before = place - 1;
  while (json.charCodeAt(before) === backslash) before--;
  return (place - before) % 2 === 0;
}
