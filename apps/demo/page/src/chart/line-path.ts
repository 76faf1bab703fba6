/** Width of the chart's coordinates; a unit of height is a row. */
export const CHART_WIDTH = 100;

/**
 * The curve of a line that leaves place `before` on the left level and reaches place `after` on the right level.
 *
 * @example
 * linePath(1, 3); // => 'M0 0.5C50 0.5 50 2.5 100 2.5'
 */
export function linePath(before: number, after: number): string {
  const [start, end, middle] = [before - 0.5, after - 0.5, CHART_WIDTH / 2];
  return `M0 ${start}C${middle} ${start} ${middle} ${end} ${CHART_WIDTH} ${end}`;
}
