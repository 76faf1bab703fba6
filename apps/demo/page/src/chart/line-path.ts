/** Width of the chart's coordinates; a unit of height is a row. */
export const CHART_WIDTH = 100;

/**
 * The curve of a line that leaves place `before` at `from` level and reaches place `after` at `to` level.
 *
 * @param from, to between 0 and the chart's width, which are the defaults
 * @example
 * linePath(1, 3); // => 'M0 0.5C50 0.5 50 2.5 100 2.5'
 */
export function linePath(before: number, after: number, { from = 0, to = CHART_WIDTH } = {}): string {
  const [start, end, middle] = [before - 0.5, after - 0.5, (from + to) / 2];
  return `M${from} ${start}C${middle} ${start} ${middle} ${end} ${to} ${end}`;
}
