/**
 * Returns the milliseconds that a Retry-After header asks to wait, or undefined when the header cannot be read.
 *
 * Source: RFC 9110, section 10.2.3. The value is a number of seconds or an HTTP date.
 *
 * @param now Milliseconds since 1970 by the clock of the sender: its `Date` header, if it sent one.
 * @example
 * parseRetryAfter('12', Date.now()); // => 12000
 */
export function parseRetryAfter(value: string, now: number): number | undefined {
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Every HTTP date begins with the name of a day; Date.parse alone would accept "-1" or "1.5" as dates.
  if (!/^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Like {@link parseRetryAfter}, for the headers of a response. A date is compared with the response's own `Date`, so a wrong local clock does not matter. */
export function retryAfterIn(headers: Headers, now: number): number | undefined {
  const sent = Date.parse(headers.get('date') ?? '');
  return parseRetryAfter(headers.get('retry-after') ?? '', Number.isNaN(sent) ? now : sent);
}
