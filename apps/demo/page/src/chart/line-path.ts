/** The width of the chart in its own coordinates. A row has a height of one unit. */
export const CHART_WIDTH = 100;

/**
 * Returns the SVG path of a curve from rank `before` at position `from` to rank `after` at position `to`. Both ends are horizontal.
 *
 * @param from, to Horizontal positions between 0 and the width of the chart, which are the defaults.
 * @example
 * linePath(1, 3); // => 'M0 0.5C50 0.5 50 2.5 100 2.5'
 */
export function linePath(before: number, after: number, { from = 0, to = CHART_WIDTH } = {}): string {
  const [start, end, middle] = [before - 0.5, after - 0.5, (from + to) / 2];
  return `M${from} ${start}C${middle} ${start} ${middle} ${end} ${to} ${end}`;
}
