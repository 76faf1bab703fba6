import { printableLine } from '@x/terminal';

import type { RefreshReport } from '../search-index/refresh-index.ts';
import { shortPath } from './format-passages.ts';
import { formatReport } from './format-report.ts';

/** Returns a function that prints what a refresh has changed, and warnings that differ from those of the refresh before. */
export function refreshNotices(stderr: NodeJS.WritableStream, cwd: string): (report: RefreshReport) => void {
  let warned = '';
  return (report) => {
    const isAllLeftOut = report.files === 0 && report.leftOut.length > 0;
    const warnings = (report.warnings ?? []).map((warning) => `${printableLine(warning)}\n`).join('');
    if (hasChanged(report) || isAllLeftOut) stderr.write(`${formatReport(report, (path) => shortPath(path, cwd))}\n`);
    else if (warnings !== warned) stderr.write(warnings);
    warned = warnings;
  };
}

/** Returns whether a refresh has changed the index. */
export function hasChanged({ indexed, removed }: RefreshReport): boolean {
  return indexed + removed > 0;
}
