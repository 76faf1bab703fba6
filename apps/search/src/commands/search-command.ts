import { createInterface } from 'node:readline/promises';

import type { ProgressEvent } from '@x/core';
import { columnsOf, createProgressDisplay, createStyle, printableLine, type ProgramStreams } from '@x/terminal';

import type { SearchArguments } from '../arguments/search-arguments.ts';
import { isRefusal } from '../search-index/find-passages.ts';
import type { SearchIndex } from '../search-index/search-index.ts';
import { formatPassages, shortPath } from '../terminal/format-passages.ts';
import { followingNotices } from '../terminal/following-notices.ts';
import { hasChanged, refreshNotices } from '../terminal/refresh-notices.ts';
import { followFolders, messageOf } from '../watch/follow-folders.ts';
import { type JsonPassage, toJsonPassage } from './json-passage.ts';
import { openIndex } from './open-index.ts';

/** Indexes the named folders, then answers the query of the command line or the queries that the user types. */
export async function runSearch(args: SearchArguments, streams: ProgramStreams): Promise<void> {
  const { stderr, env, cwd, signal } = streams;
  const progress = createProgressDisplay(stderr, env);
  // Without a terminal, each event prints a line. Verifying and loading take about a second and are not worth one.
  const isShown = ({ phase }: ProgressEvent): boolean => stderr.isTTY || (phase !== 'verify' && phase !== 'load');
  const onProgress = (event: ProgressEvent): void => (isShown(event) ? progress.listener(event) : undefined);
  await using opened = await openIndex(args, { cwd, env, onProgress });
  const { index, models } = opened;
  if (args.doubtful !== undefined)
    stderr.write(
      `${printableLine(args.doubtful)} is not an existing file or folder, so it is part of the query: "${printableLine(args.query!)}"\n`,
    );
  const below = await index.addRoots(args.paths);
  const roots = below.length === 0 ? index.roots : below;
  const tell = refreshNotices(stderr, cwd);
  const refresh = async (): Promise<boolean> => {
    const report = await index.refresh(roots, { signal, onProgress });
    tell(report);
    return hasChanged(report);
  };
  try {
    const isNew = args.refresh || below.length > 0;
    // Without a query, the models are only loaded when files have changed.
    const isAsked = args.query !== undefined || canAsk(streams);
    await Promise.all([isAsked && models(), isNew && refresh()]);
  } finally {
    progress.close();
  }
  const answer = (query: string): Promise<void> => writeAnswer(query, { args, index, below, streams });
  if (args.query !== undefined) await answer(args.query);
  else if (!args.watch) await askForQueries(answer, streams);
  if (!args.watch) return;
  stderr.write('Watching for changes. Press Ctrl+C to stop.\n');
  let isDue = false;
  const update = async (): Promise<void> => {
    isDue = (await refresh()) || isDue;
  };
  const afterUpdate = async (): Promise<void> => {
    if (!isDue || args.query === undefined) return;
    try {
      await answer(args.query);
      isDue = false;
    } catch (error) {
      signal.throwIfAborted();
      if (isRefusal(error)) throw error;
      // The next change answers the query again.
      stderr.write(`Not answered: ${printableLine(messageOf(error))}\n`);
    }
  };
  await followFolders(roots, { update, afterUpdate, signal, ...followingNotices(stderr) });
}

interface AnswerParts {
  readonly args: SearchArguments;
  readonly index: SearchIndex;
  /** The absolute paths to search. An empty list searches everything. */
  readonly below: readonly string[];
  readonly streams: ProgramStreams;
}

async function writeAnswer(query: string, { args, index, below, streams }: AnswerParts): Promise<void> {
  const { stdout, stderr, env, cwd, signal } = streams;
  const { limit, full, files, json, watch } = args;
  const showPath = (file: string): string => shortPath(index.location.pathOf(file), cwd);
  const { passages: found, notReranked } = await index.search(query, { limit, below, signal, matches: !files });
  if (notReranked !== undefined) stderr.write(`Not reranked: ${printableLine(notReranked)}\n`);
  if (files) stdout.write([...new Set(found.map(({ file }) => `${showPath(file)}\n`))].join(''));
  else if (json)
    stdout.write(
      toJson({ query, notReranked, passages: found.map((passage) => toJsonPassage(passage, showPath)) }, watch),
    );
  else if (index.roots.length === 0)
    stdout.write(`Nothing is indexed. Name a folder to index: x-search FOLDER "${printableLine(query)}"\n`);
  else
    stdout.write(
      formatPassages(found, { style: createStyle(stdout), columns: columnsOf(stdout, env), full, showPath }),
    );
}

interface JsonAnswer {
  readonly query: string;
  /** Why the passages are not reranked. Omitted from the text when it is `undefined`. */
  readonly notReranked: string | undefined;
  readonly passages: readonly JsonPassage[];
}

function toJson(value: JsonAnswer, isLine: boolean): string {
  return `${JSON.stringify(value, undefined, isLine ? 0 : 2)}\n`;
}

/** Prompts for queries and answers them until an empty line or the end of the input. Does nothing without a terminal. */
async function askForQueries(answer: (query: string) => Promise<void>, streams: ProgramStreams): Promise<void> {
  if (!canAsk(streams)) return;
  const { stdin, stderr, signal } = streams;
  const lines = createInterface({ input: stdin, output: stderr });
  for (;;) {
    const query = await lines.question('\nQuery (empty to quit): ', { signal }).catch(() => '');
    if (query.trim() === '') break;
    await answer(query);
  }
  lines.close();
}

function canAsk({ stdin, stderr }: ProgramStreams): boolean {
  return stdin.isTTY && stderr.isTTY;
}
