import { createReadStream } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  InvalidArgumentError,
  type OptionKinds,
  readLines,
  requireKind,
  requireOptions,
  requireText,
  stringifyJsonLine,
} from '@x/core';
import { makeFolder } from '@x/core/files';

import type { Judgements } from './judgements.ts';
import { requireTable, tabFields } from './require-writable.ts';
import { ScoreTable } from './score-table.ts';

/** One document of a corpus. */
export interface CorpusDocument {
  readonly id: string;
  /** Empty when the document has no title. */
  readonly title: string;
  readonly text: string;
}

/** A retrieval set: documents, queries and relevance judgements. */
export interface RetrievalSet {
  /** Read from the file in each iteration, so it does not have to fit in memory. */
  readonly corpus: AsyncIterable<CorpusDocument>;
  /** The queries that have judgements, by id. */
  readonly queries: Readonly<Record<string, string>>;
  readonly judgements: Judgements;
}

/** Options of {@link readBeirFolder}. */
export interface BeirFolderOptions {
  /**
   * Name of the split, read from `qrels/<split>.tsv`. Ignored for a folder that has only a `qrels.tsv`. @default 'test'
   */
  readonly split?: string;
}

const optionKinds: OptionKinds<BeirFolderOptions> = { split: 'text' };

/**
 * Reads a folder in BEIR's layout: `corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv` (or `qrels.tsv`).
 *
 * Source: Thakur et al., BEIR (beir/datasets/data_loader.py).
 *
 * @throws {InvalidArgumentError} when a file is missing or a line cannot be read; the message names the file or the
 * first such line.
 */
export async function readBeirFolder(folder: string, options: BeirFolderOptions = {}): Promise<RetrievalSet> {
  requireText(folder, 'folder');
  const { split = 'test' } = requireOptions(options, optionKinds);
  const judgements = await readJudgements(await findFile(folder, [join('qrels', `${split}.tsv`), 'qrels.tsv']));
  const corpusPath = await findFile(folder, ['corpus.jsonl']);
  const queries = new Map<string, string>();
  for await (const { id, text } of readDocuments(await findFile(folder, ['queries.jsonl']))) {
    if (Object.hasOwn(judgements, id)) queries.set(id, text);
  }
  return {
    corpus: { [Symbol.asyncIterator]: () => readDocuments(corpusPath) },
    queries: Object.fromEntries(queries),
    judgements,
  };
}

/**
 * Writes a retrieval set in BEIR's layout, with the judgements in `qrels/<split>.tsv`.
 *
 * @throws {InvalidArgumentError} when the folder cannot be created, a judged id has a tab or a line break, or a relevance is not finite.
 */
export async function writeBeirFolder(
  folder: string,
  set: { corpus: Iterable<CorpusDocument>; queries: RetrievalSet['queries']; judgements: Judgements },
  options: BeirFolderOptions = {},
): Promise<void> {
  requireText(folder, 'folder');
  requireKind(set, 'object', 'set');
  const { split = 'test' } = requireOptions(options, optionKinds);
  requireTable(set.judgements, 'relevance', tabFields);
  await makeFolder(join(folder, 'qrels')).catch((error: Error) => {
    throw new InvalidArgumentError({
      parameter: 'folder',
      value: folder,
      expected: 'a folder that can be created',
      advice: `Creating it failed: ${error.message.replace(/\.$/, '')}.`,
    });
  });
  const corpus = Array.from(set.corpus, ({ id, title, text }) => stringifyJsonLine({ _id: id, title, text }));
  const queries = Object.entries(set.queries).map(([id, text]) => stringifyJsonLine({ _id: id, text }));
  const rows = Object.entries(set.judgements).flatMap(([query, judged]) =>
    Object.entries(judged).map(([document, relevance]) => `${quoted(query)}\t${quoted(document)}\t${relevance}`),
  );
  await writeFile(join(folder, 'corpus.jsonl'), lines(corpus));
  await writeFile(join(folder, 'queries.jsonl'), lines(queries));
  await writeFile(join(folder, 'qrels', `${split}.tsv`), lines(['query-id\tcorpus-id\tscore', ...rows]));
}

function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

async function findFile(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    const path = join(folder, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  throw new InvalidArgumentError({
    parameter: 'folder',
    value: folder,
    expected: `a folder that contains ${names.join(' or ')}`,
  });
}

async function* readDocuments(path: string): AsyncGenerator<CorpusDocument, void, undefined> {
  let line = 0;
  for await (const row of readLines(createReadStream(path))) {
    line++;
    if (row.trim() !== '') yield parseDocument(row, `line ${line} of '${path}'`);
  }
}

function parseDocument(row: string, parameter: string): CorpusDocument {
  const document = parseJson(row);
  const { _id: id, title, text } = document as Record<string, unknown>;
  if (typeof id === 'string' && typeof text === 'string') {
    return { id, text, title: typeof title === 'string' ? title : '' };
  }
  throw new InvalidArgumentError({
    parameter,
    value: row.slice(0, 80),
    expected: 'a JSON object with strings `_id` and `text`',
  });
}

function parseJson(row: string): object {
  try {
    const value: unknown = JSON.parse(row);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/**
 * Reads lines of `query-id corpus-id score`, separated by tabs. The first line is a header unless its score is a number. As in BEIR's reader, a field
 * may be quoted, and further columns are ignored. Lines of TREC, `query-id 0 corpus-id score`, are refused.
 */
async function readJudgements(path: string): Promise<Judgements> {
  const judgements = new ScoreTable();
  let line = 0;
  for await (const row of readLines(createReadStream(path))) {
    line++;
    if (row.trim() === '') continue;
    const [query, document, score = '', ...others] = fieldsOf(row);
    const isOfTrec = document === '0' && others.length === 1 && isNumber(others[0]!);
    if (!isOfTrec && isNumber(score)) judgements.set(query!, document!, Number(score));
    else if (line > 1 || isOfTrec) {
      const expected = '`query-id<tab>corpus-id<tab>score`';
      throw new InvalidArgumentError({ parameter: `line ${line} of '${path}'`, value: row, expected });
    }
  }
  return judgements.toRecord();
}

function isNumber(field: string): boolean {
  return field.trim() !== '' && Number.isFinite(Number(field));
}

function fieldsOf(row: string): string[] {
  return Array.from(row.matchAll(/(?:^|\t)(?:"((?:[^"]|"")*)"(?=\t|\s*$)|([^\t]*))/g), ([, inQuotes, plain]) => {
    return inQuotes?.replaceAll('""', '"') ?? plain!;
  });
}

function quoted(id: string): string {
  return id.includes('"') ? `"${id.replaceAll('"', '""')}"` : id;
}
