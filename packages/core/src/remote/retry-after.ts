/**
 * Returns the milliseconds that a Retry-After header asks to wait, or undefined when the header cannot be read.
 *
 * Source: RFC 9110, section 10.2.3. The value is a number of seconds or an HTTP date. A fraction of a second, which some servers send, is read too.
 *
 * @param now Milliseconds since 1970 by the clock of the sender: its `Date` header, if it sent one.
 * @example
 * parseRetryAfter('12', Date.now()); // => 12000
 */
export function parseRetryAfter(value: string, now: number): number | undefined {
  const text = value.trim();
  if (isNumber(text)) return Math.ceil(Number(text) * 1000);
  // Every HTTP date begins with the name of a day; Date.parse alone would accept "-1" as a date.
  if (!/^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Like {@link parseRetryAfter}, for the headers of a response. `Retry-After-Ms`, in which OpenAI and Azure state milliseconds, is read first. A date is
 * compared with the response's own `Date`, so a wrong local clock does not matter.
 */
export function retryAfterIn(headers: Headers, now: number): number | undefined {
  const milliseconds = headers.get('retry-after-ms')?.trim() ?? '';
  if (isNumber(milliseconds)) return Math.ceil(Number(milliseconds));
  const sent = Date.parse(headers.get('date') ?? '');
  return parseRetryAfter(headers.get('retry-after') ?? '', Number.isNaN(sent) ? now : sent);
}

function isNumber(text: string): boolean {
  return /^\d+(?:\.\d+)?$/.test(text);
}
