import { columnsOf, count, printableLine, type ProgramStreams, wrap } from '@x/terminal';

import type { SearchArguments } from '../arguments/search-arguments.ts';
import type { IndexStatus } from '../search-index/search-index.ts';
import { describeSkip } from '../terminal/describe-skip.ts';
import { shortPath } from '../terminal/format-passages.ts';
import { openIndex } from './open-index.ts';

/** Prints the contents of the index. */
export async function runStatus(args: SearchArguments, { stdout, env, cwd }: ProgramStreams): Promise<void> {
  await using opened = await openIndex(args, { cwd, env });
  const status = await opened.index.status();
  if (args.json) stdout.write(`${JSON.stringify(status, undefined, 2)}\n`);
  else stdout.write(`${wrap(formatStatus(status, cwd), { columns: columnsOf(stdout, env), breakWords: false })}\n`);
}

function formatStatus({ index, model, roots, files, passages, leftOut }: IndexStatus, cwd: string): string {
  return [
    `${count(files, 'file')} (${count(passages, 'passage')}), embedded with ${model}.`,
    `Index: ${shortPath(index, cwd)}`,
    ...roots.map((root) => `Indexed: ${printableLine(shortPath(root, cwd)) || '.'}`),
    ...leftOut.map(({ path, reason }) => `Skipped: ${printableLine(shortPath(path, cwd))} (${describeSkip(reason)})`),
  ].join('\n');
}
