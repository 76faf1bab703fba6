// Draws charts of the time of a query.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineChart } from '../report/line-chart.mjs';

/**
 * Writes search-by-points.svg, search-by-dimension.svg and search-by-selectivity.svg.
 *
 * @param {import('./run-search.mjs').Growth} growth
 * @param {{ folder: string, footer: string }} options
 */
export function writeGrowthCharts({ byPoints, byDimension, withIndex, withoutIndex }, { folder, footer }) {
  const yLabel = 'milliseconds per query, median';
  const charts = {
    'search-by-points': {
      title: 'Time of a query by number of points: exact search, 384 dimensions, cosine, top 10',
      xLabel: 'points',
      lines: [{ label: 'no filter', points: byPoints }],
    },
    'search-by-dimension': {
      title: 'Time of a query by number of dimensions: exact search, 20,000 points, cosine, top 10',
      xLabel: 'dimensions',
      lines: [{ label: 'no filter', points: byDimension }],
    },
    'search-by-selectivity': {
      title: 'Time of a query by the share of points that match its filter: 20,000 points, 384 dimensions',
      xLabel: 'share of the points that match',
      lines: [
        { label: 'with a payload index', points: withIndex },
        { label: 'without an index', points: withoutIndex },
      ],
    },
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, chart] of Object.entries(charts)) {
    writeFileSync(join(folder, `${name}.svg`), lineChart({ ...chart, yLabel, footer }));
  }
}
