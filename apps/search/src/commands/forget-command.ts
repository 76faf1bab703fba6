import { resolve } from 'node:path';
import { count, type ProgramStreams } from '@x/terminal';

import type { SearchArguments } from '../arguments/search-arguments.ts';
import { openIndex } from './open-index.ts';

/** Removes folders from the index. */
export async function runForget(args: SearchArguments, { stdout, env, cwd }: ProgramStreams): Promise<void> {
  await using opened = await openIndex({ ...args, paths: [] }, { cwd, env });
  const files = await opened.index.forget(args.paths.map((path) => resolve(cwd, path)));
  stdout.write(
    args.json ? `${JSON.stringify({ removed: files })}\n` : `Removed ${count(files, 'file')} from the index.\n`,
  );
}
