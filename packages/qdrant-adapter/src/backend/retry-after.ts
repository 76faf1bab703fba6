/**
 * Milliseconds that a Retry-After header asks to wait, or undefined when it cannot be read.
 *
 * Source: RFC 9110, section 10.2.3: seconds, or an HTTP date.
 *
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
