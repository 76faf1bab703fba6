const datetime =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * Returns microseconds since 1970-01-01 UTC, or `undefined` when `text` is not a date.
 *
 * Parses RFC 3339 and these variants: a space instead of `T`, no seconds, no zone (then UTC), and a date without a time.
 * Months and days may have one digit, because the server's chrono formats accept them (qdrant/qdrant lib/segment/src/types.rs,
 * `DateTimePayloadType`).
 */
export function parseDatetime(text: string): number | undefined {
  const match = datetime.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  // Date.UTC would interpret years below 100 as 19xx.
  date.setUTCFullYear(year, month - 1, day);
  // `Date` turns a day that does not exist, such as February 30, into another day.
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined;
  const milliseconds = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
  const microseconds = Number((match[7] ?? '').padEnd(6, '0').slice(0, 6));
  return milliseconds * 1000 + microseconds - zoneMicroseconds(match[8]);
}

function zoneMicroseconds(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000_000;
}
