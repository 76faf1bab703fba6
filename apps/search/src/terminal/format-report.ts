import { count, printableLine } from '@x/terminal';

import type { LeftOut, RefreshReport } from '../search-index/refresh-index.ts';
import { describeSkip } from './describe-skip.ts';

/** The maximum number of skipped files that the report names. A folder of pictures may have thousands. */
const mostNamed = 5;

/**
 * Describes the result of a refresh in a few sentences.
 *
 * @example
 * formatReport({ files: 120, indexed: 3, removed: 0, passages: 41, leftOut: [], totalMs: 812 }, String);
 * // => 'Indexed 3 files (41 passages) in 0.8 s. 120 files are searchable.'
 */
export function formatReport(
  { files, indexed, removed, passages, leftOut, warnings = [], totalMs }: RefreshReport,
  showPath: (path: string) => string,
): string {
  const seconds = `${(totalMs / 1000).toFixed(1)} s`;
  const gone = removed === 0 ? '' : `, removed ${count(removed, 'file')}`;
  const done = `Indexed ${count(indexed, 'file')} (${count(passages, 'passage')})${gone} in ${seconds}. ${count(files, 'file')} ${files === 1 ? 'is' : 'are'} searchable.`;
  const skipped = leftOut.length === 0 ? [] : [formatLeftOut(leftOut, showPath)];
  return [done, ...skipped, ...warnings.map((warning) => printableLine(warning))].join('\n');
}

function formatLeftOut(leftOut: readonly LeftOut[], showPath: (path: string) => string): string {
  const named = leftOut
    .slice(0, mostNamed)
    .map(({ path, reason }) => `${printableLine(showPath(path))} (${describeSkip(reason)})`);
  const rest = leftOut.length - named.length;
  const others = rest === 0 ? '' : ` and ${rest} more; x-search status lists them`;
  return `Skipped ${count(leftOut.length, 'file')}: ${named.join(', ')}${others}.`;
}
