/** Formats an integer with thousands separators. */
export function whole(number: number): string {
  return number.toLocaleString('en');
}

/** Formats the duration of a unit in seconds. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
}

/**
 * Formats a rounded duration in the largest suitable unit.
 *
 * @example
 * duration(7_800_000); // => '2 h 10 min'
 */
export function duration(ms: number): string {
  if (ms < 59_500) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`;
}
