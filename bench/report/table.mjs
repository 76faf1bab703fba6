// Formats a report as Markdown tables, which are also readable in a terminal.

/** @typedef {import('./rows.mjs').Row} Row */

/** Column heads of measures whose ids are not plain words. */
const HEADS = new Map([
  ['gap', 'longest gap'],
  ['gap-longest', 'longest gap'],
  ['own-gap', 'longest gap without garbage collection'],
  ['processor-second', 'per processor second'],
  ['a-document-adds', 'added per document'],
]);

/**
 * Returns a table of the rows that have a goal.
 *
 * @param {readonly Row[]} rows
 */
export function goalTable(rows) {
  const cells = rows
    .filter(({ goal }) => goal !== null)
    .map(({ description, value, unit, goal, holds }) => [
      description,
      value === null ? '' : withUnit(formatNumber(value), unit),
      withUnit(`${goal}`, unit),
      holds === null ? '' : holds ? 'yes' : '**no**',
    ]);
  return markdownTable(['measure', 'measured', 'goal', 'met'], cells);
}

/**
 * Returns one table per workload, with a line per contestant and a column per measure.
 *
 * @param {readonly Row[]} rows
 */
export function measurementTables(rows) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows.filter(({ goal }) => goal === null)) {
    const [workload = ''] = row.id.split('/');
    groups.set(workload, [...(groups.get(workload) ?? []), row]);
  }
  return [...groups.values()].map(groupTable).join('\n');
}

/** @param {readonly Row[]} rows of one workload */
function groupTable(rows) {
  const rates = rows.filter(({ id }) => id.split('/').length === 2);
  const measures = [...new Set(rows.map(({ id }) => id.split('/')[2]).filter((measure) => measure !== undefined))];
  const cells = rates.map((rate) => {
    const others = measures.map((measure) => rows.find(({ id }) => id === `${rate.id}/${measure}`));
    const name = rate.description.split('; ').at(-1) ?? '';
    return [name, formatValue(rate), formatSpread(rate), `${rate.rounds ?? ''}`, ...others.map(formatValue)];
  });
  const heads = measures.map((measure) => {
    const unit = rows.find(({ id }) => id.endsWith(`/${measure}`))?.unit;
    return `${HEADS.get(measure) ?? measure.replace('-', ' ')}, ${unit}`;
  });
  const title = rates[0]?.description.split('; ').slice(0, -1).join('; ') ?? '';
  return `### ${title}\n\n${markdownTable(['contestant', rates[0]?.unit ?? '', 'p25 to p75', 'rounds', ...heads], cells)}`;
}

/** @param {Row | undefined} row */
function formatValue(row) {
  return row?.value === undefined || row.value === null ? '' : formatNumber(row.value);
}

/** @param {Row} row */
function formatSpread({ spread, rounds = 0 }) {
  return spread === undefined || rounds < 2 ? '' : spread.map(formatNumber).join(' to ');
}

/**
 * Formats a number with three significant digits, all digits before the decimal point, and four decimals between 0.98 and 1.02.
 *
 * @param {number} value
 * @example
 * [formatNumber(1234.5), formatNumber(12.345), formatNumber(0.99991)]; // => ['1,235', '12.3', '0.9999']
 */
export function formatNumber(value) {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  if (value > 0.98 && value < 1.02) return value.toFixed(4);
  return value.toPrecision(3);
}

/**
 * @param {string} text
 * @param {string} unit
 */
function withUnit(text, unit) {
  return unit === '' ? text : `${text}${unit === 'x' ? '' : ' '}${unit}`;
}

/**
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} lines
 */
export function markdownTable(heads, lines) {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...lines.map((line) => line[column]?.length ?? 0), 3),
  );
  /** @param {readonly string[]} line */
  const format = (line) => `| ${widths.map((width, column) => pad(line[column] ?? '', width, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return `${[format(heads), rule, ...lines.map(format)].join('\n')}\n`;
}

/** @param {string} text @param {number} width @param {number} column */
function pad(text, width, column) {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}
