/**
 * Returns the milliseconds after which the hub accepts requests again, by the `RateLimit` header of a response with status 429; `undefined` when the
 * header is missing or states that requests remain. One second is added, because the header states whole seconds.
 *
 * @see huggingface_hub 2.4.0, utils/_http.py, `parse_ratelimit_headers`
 * @example
 * rateLimitResetIn(new Headers({ ratelimit: '"api";r=0;t=55' })); // => 56_000
 */
export function rateLimitResetIn(headers: Headers): number | undefined {
  const [, remaining, seconds] =
    /"\w+"\s*;\s*r\s*=\s*(\d+)\s*;\s*t\s*=\s*(\d+)/.exec(headers.get('ratelimit') ?? '') ?? [];
  return seconds === undefined || Number(remaining) > 0 ? undefined : (Number(seconds) + 1) * 1000;
}
