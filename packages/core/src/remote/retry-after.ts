/**
 * Milliseconds that a Retry-After header asks to wait, or undefined when it cannot be read.
 *
 * Source: RFC 9110, section 10.2.3: seconds, or an HTTP date.
 *
 * @param now Milliseconds since 1970, by the clock of the one who sent the header: its `Date`, where it told it.
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

/** The same of an answer's headers. A date is compared with the answer's own, so that a clock that runs wrong here changes nothing. */
export function retryAfterIn(headers: Headers, now: number): number | undefined {
  const sent = Date.parse(headers.get('date') ?? '');
  return parseRetryAfter(headers.get('retry-after') ?? '', Number.isNaN(sent) ? now : sent);
}
