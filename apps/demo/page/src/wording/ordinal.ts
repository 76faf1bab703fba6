const RULES = new Intl.PluralRules('en', { type: 'ordinal' });
const SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };

/**
 * Formats a rank as an ordinal number.
 *
 * @example
 * ordinal(2); // => '2nd'
 */
export function ordinal(rank: number): string {
  return `${rank}${SUFFIXES[RULES.select(rank)] ?? 'th'}`;
}
