import { isEscaped } from '@x/core';

/** Returns the position after the closing quotation mark of the string that starts at `start`, in valid JSON. */
export function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end + 1;
}
