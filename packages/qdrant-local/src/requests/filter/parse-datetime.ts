const datetime =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * Microseconds since 1970-01-01 UTC, or `undefined` when `text` is no date.
 *
 * Reads RFC 3339, the same with a space, without seconds or without a zone (then UTC), and a date alone.
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
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC carries over what does not exist, such as February 30, and reads years below 100 as 19xx.
  const iso = new Date(milliseconds).toISOString();
  if (!iso.startsWith(`${match[1]}-${match[2]}-${match[3]}`) || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const microseconds = Number((match[7] ?? '').padEnd(6, '0').slice(0, 6));
  return milliseconds * 1000 + microseconds - zoneMicroseconds(match[8]);
}

function zoneMicroseconds(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000_000;
}
