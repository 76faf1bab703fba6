/**
 * The milliseconds that a `Retry-After` header asks for, given in seconds or as a date; `undefined` where there is none.
 *
 * A date is compared with the answer's own `Date`, so that a clock that runs wrong here changes nothing.
 *
 * @see RFC 9110, section 10.2.3
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return undefined;
  const sent = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(sent) ? now : sent));
}
