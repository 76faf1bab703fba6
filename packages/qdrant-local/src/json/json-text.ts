/** The place behind the quotation mark that ends the text which begins with one at `start`, in valid JSON. */
export function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end + 1;
}

/** True where an odd number of backslashes stands before a place within a text. */
export function isEscaped(json: string, place: number): boolean {
  let backslashes = 0;
  while (json[place - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
