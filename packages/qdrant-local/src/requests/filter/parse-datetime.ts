const space = String.raw`\p{White_Space}*`;
// Numbers are greedy: a one-digit number is never followed by a digit.
const upToTwoDigits = String.raw`\d\d|\d(?!\d)`;
const year = String.raw`${space}(?<year>[+-]\d+|\d{4}|\d{1,3}(?!\d))`;
const month = `${space}(?<month>${upToTwoDigits})`;
const day = `${space}(?<day>${upToTwoDigits})`;
const hour = `(?<hour>${upToTwoDigits})`;
const minute = `${space}(?<minute>${upToTwoDigits})`;
const second = String.raw`${space}(?<second>${upToTwoDigits})(?:\.(?<fraction>\d+))?`;
// U+2212 is the minus sign of typesetting.
const zoneHours = String.raw`(?<sign>[+\-\u2212])(?<zoneHours>[01]\d|2[0-3])[:\p{White_Space}]*`;
const zoneMinutes = String.raw`(?<zoneMinutes>[0-5]\d)`;

const formats = [
  // RFC 3339 with optional spaces.
  `${year}${space}-${month}${space}-${day}[Tt ]${space}${hour}${space}:${minute}${space}:${second}${space}` +
    `(?:[Zz]|[Uu][Tt][Cc]|${zoneHours}${zoneMinutes})${space}`,
  // The zone, or its minutes, may be missing.
  `${year}-${month}-${day}T?${space}${hour}:${minute}:${second}(?:${space}(?:[Zz]|${zoneHours}${zoneMinutes}?))?`,
  // The seconds, or the time, may be missing.
  `${year}-${month}-${day}(?:T?${space}${hour}:${minute})?`,
].map((format) => new RegExp(`^${format}$`, 'u'));

// The years of a chrono `NaiveDate`.
const firstYear = -262_143;
const lastYear = 262_142;

/**
 * Returns microseconds since 1970-01-01 UTC, or `undefined` when `text` is not a date. Without a zone, it is a date in UTC.
 *
 * Parses the formats that a server tries, with the rules of its parser: numbers may have one digit, spaces may come before them, years may have
 * a sign, and digits after the ninth of a fraction do not count. Second 60 is the next minute. Sources: qdrant/qdrant
 * lib/segment/src/types.rs (`DateTimePayloadType`), chronotope/chrono src/format/parse.rs.
 */
export function parseDatetime(text: string): number | undefined {
  const parts = matchFormat(text);
  if (parts === undefined) return undefined;
  const numberAt = (name: string): number => Number(parts[name] ?? 0);
  const years = numberAt('year');
  const months = numberAt('month');
  const days = numberAt('day');
  const date = new Date(0);
  // Date.UTC would interpret years below 100 as 19xx.
  date.setUTCFullYear(years, months - 1, days);
  // `Date` turns a day that does not exist, such as February 30, into another day.
  const exists = date.getUTCMonth() === months - 1 && date.getUTCDate() === days;
  const hours = numberAt('hour');
  const minutes = numberAt('minute');
  const seconds = numberAt('second');
  if (!exists || years < firstYear || years > lastYear || hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const milliseconds = date.getTime() + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  const microseconds = Number((parts['fraction'] ?? '').slice(0, 6).padEnd(6, '0'));
  const zone = (numberAt('zoneHours') * 60 + numberAt('zoneMinutes')) * 60_000_000;
  return milliseconds * 1000 + microseconds - (parts['sign'] === '+' ? zone : -zone);
}

function matchFormat(text: string): Record<string, string | undefined> | undefined {
  for (const format of formats) {
    const match = format.exec(text);
    if (match !== null) return match.groups;
  }
  return undefined;
}
