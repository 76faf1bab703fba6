import { count, printableLine } from '@x/terminal';

import type { LeftOut, RefreshReport } from '../search-index/refresh-index.ts';

/** Files named one by one; a folder of pictures has thousands. */
const mostNamed = 5;

/**
 * What a refresh did, in a sentence or two.
 *
 * @example
 * formatReport({ files: 120, indexed: 3, removed: 0, passages: 41, leftOut: [], totalMs: 812 }, String);
 * // => 'Indexed 3 files in 41 passages in 0.8 s; 120 files are searched.'
 */
export function formatReport(
  { files, indexed, removed, passages, leftOut, totalMs }: RefreshReport,
  showPath: (path: string) => string,
): string {
  const seconds = `${(totalMs / 1000).toFixed(1)} s`;
  const gone = removed === 0 ? '' : `, removed ${count(removed, 'file')}`;
  const done = `Indexed ${count(indexed, 'file')} in ${count(passages, 'passage')}${gone} in ${seconds}; ${count(files, 'file')} ${files === 1 ? 'is' : 'are'} searched.`;
  return leftOut.length === 0 ? done : `${done}\n${formatLeftOut(leftOut, showPath)}`;
}

function formatLeftOut(leftOut: readonly LeftOut[], showPath: (path: string) => string): string {
  const named = leftOut.slice(0, mostNamed).map(({ path, reason }) => `${printableLine(showPath(path))} (${reason})`);
  const rest = leftOut.length - named.length;
  const others = rest === 0 ? '' : `, and ${rest} more: x-search status names them`;
  return `Left out ${count(leftOut.length, 'file')}: ${named.join(', ')}${others}.`;
}
