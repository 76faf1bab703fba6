import { createInterface } from 'node:readline/promises';

import type { ProgressEvent } from '@x/core';
import { columnsOf, createProgressDisplay, createStyle, type ProgramStreams } from '@x/terminal';

import type { SearchArguments } from '../arguments/search-arguments.ts';
import type { SearchIndex } from '../search-index/search-index.ts';
import { formatPassages, shortPath } from '../terminal/format-passages.ts';
import { formatReport } from '../terminal/format-report.ts';
import { watchFolders } from '../watch/watch-folders.ts';
import { type JsonPassage, toJsonPassage } from './json-passage.ts';
import { openIndex } from './open-index.ts';

/** Indexes what is named, then answers the query, or queries that are typed. */
export async function runSearch(args: SearchArguments, streams: ProgramStreams): Promise<void> {
  const { stderr, env, cwd, signal } = streams;
  const progress = createProgressDisplay(stderr, env);
  // Where nothing moves, a line for a model that is loaded in a second would be noise.
  const isShown = ({ phase }: ProgressEvent): boolean => stderr.isTTY || (phase !== 'verify' && phase !== 'load');
  const onProgress = (event: ProgressEvent): void => (isShown(event) ? progress.listener(event) : undefined);
  await using opened = await openIndex(args, { cwd, env, onProgress });
  const { index, models } = opened;
  const below = await index.addRoots(args.paths);
  const roots = below.length === 0 ? index.roots : below;
  const refresh = async (): Promise<boolean> => {
    const report = await index.refresh(roots, { signal, onProgress });
    const hasChanged = report.indexed + report.removed > 0;
    if (hasChanged) stderr.write(`${formatReport(report, (path) => shortPath(path, cwd))}\n`);
    return hasChanged;
  };
  try {
    const isNew = args.refresh || below.length > 0;
    // Who only indexes waits for no model while nothing has changed.
    const isAsked = args.query !== undefined || canAsk(streams);
    await Promise.all([isAsked && models(), isNew && refresh()]);
  } finally {
    progress.close();
  }
  const answer = (query: string): Promise<void> => writeAnswer(query, { args, index, below, streams });
  if (args.query !== undefined) await answer(args.query);
  else if (!args.watch) await askForQueries(answer, streams);
  if (!args.watch) return;
  stderr.write('Watching for changes. Ctrl+C ends.\n');
  for await (const _ of watchFolders(roots, { signal })) {
    if ((await refresh()) && args.query !== undefined) await answer(args.query);
  }
}

interface AnswerParts {
  readonly args: SearchArguments;
  readonly index: SearchIndex;
  /** Absolute paths that are searched; none for all. */
  readonly below: readonly string[];
  readonly streams: ProgramStreams;
}

async function writeAnswer(query: string, { args, index, below, streams }: AnswerParts): Promise<void> {
  const { stdout, env, cwd, signal } = streams;
  const { limit, full, files, json, watch } = args;
  const showPath = (file: string): string => shortPath(index.location.pathOf(file), cwd);
  const found = await index.search(query, { limit, below, signal, matches: !files });
  if (files) stdout.write(`${[...new Set(found.map(({ file }) => showPath(file)))].join('\n')}\n`);
  else if (json)
    stdout.write(toJson({ query, passages: found.map((passage) => toJsonPassage(passage, showPath)) }, watch));
  else
    stdout.write(
      formatPassages(found, { style: createStyle(stdout), columns: columnsOf(stdout, env), full, showPath }),
    );
}

function toJson(value: { query: string; passages: readonly JsonPassage[] }, isLine: boolean): string {
  return `${JSON.stringify(value, undefined, isLine ? 0 : 2)}\n`;
}

/** Answers queries that are typed, until an empty line or the end of the input. Without a terminal nobody types. */
async function askForQueries(answer: (query: string) => Promise<void>, streams: ProgramStreams): Promise<void> {
  if (!canAsk(streams)) return;
  const { stdin, stderr, signal } = streams;
  const lines = createInterface({ input: stdin, output: stderr });
  for (;;) {
    const query = await lines.question('\nSearch for (empty to leave): ', { signal }).catch(() => '');
    if (query.trim() === '') break;
    await answer(query);
  }
  lines.close();
}

function canAsk({ stdin, stderr }: ProgramStreams): boolean {
  return stdin.isTTY && stderr.isTTY;
}
