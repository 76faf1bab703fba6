/** Returns the position after the closing quotation mark of the string that starts at `start`, in valid JSON. */
export function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end + 1;
}

/** True when an odd number of backslashes precedes a position inside a string. */
export function isEscaped(json: string, place: number): boolean {
  let backslashes = 0;
  while (json[place - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
