const WHOLE = new Intl.NumberFormat('en');
const BYTES = ['B', 'kB', 'MB', 'GB'];

/**
 * Formats a number of things.
 *
 * @example
 * countOf(1204, 'text'); // => '1,204 texts'
 */
export function countOf(count: number, thing: string): string {
  return `${WHOLE.format(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/**
 * Formats a number of bytes in decimal units, as file managers and hubs do.
 *
 * @example
 * formatBytes(1_110_000_000); // => '1.11 GB'
 */
export function formatBytes(bytes: number): string {
  const unit = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), BYTES.length - 1);
  const amount = bytes / 1000 ** unit;
  return `${unit === 0 ? amount : Number(amount.toPrecision(3))} ${BYTES[unit]}`;
}

/**
 * Formats a measured time.
 *
 * @example
 * formatMilliseconds(3.14159); // => '3.1 ms'
 */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${Math.round(milliseconds / 1000)} s`;
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/**
 * Formats an estimate of the remaining time.
 *
 * @example
 * formatTimeLeft(72_000); // => 'about 2 minutes left'
 */
export function formatTimeLeft(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `about ${countOf(seconds, 'second')} left`;
  return `about ${countOf(Math.ceil(seconds / 60), 'minute')} left`;
}

/**
 * Formats a score with 1 to 3 decimals, fewer for larger scores, and a typographic minus.
 *
 * @example
 * formatScore(-3.28924); // => '−3.289'
 */
export function formatScore(score: number): string {
  const digits = Math.abs(score) >= 100 ? 1 : Math.abs(score) >= 10 ? 2 : 3;
  return score.toFixed(digits).replace('-', '−');
}
