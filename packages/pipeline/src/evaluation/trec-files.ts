import { readFile, writeFile } from 'node:fs/promises';

import { InvalidArgumentError, requireKind, requireText } from '@x/core';

import { type Judgements, rankDocuments, type Run } from './judgements.ts';
import { requireField, requireTable, trecFields } from './require-writable.ts';
import { ScoreTable } from './score-table.ts';

/**
 * Reads a TREC qrels file with `query 0 document relevance` on each line.
 *
 * @throws {InvalidArgumentError} when a line cannot be read; the message names the first such line.
 */
export async function readTrecJudgements(path: string): Promise<Judgements> {
  const rows = parseRows(await readFile(requireText(path, 'path'), 'utf8'), path, 4, '`query 0 document relevance`');
  return collect(rows.map(({ fields: [query, , document, relevance], line }) => ({ query, document, value: relevance, line })), path); // prettier-ignore
}

/**
 * Reads a TREC run file with `query Q0 document rank score name` on each line. Ignores the ranks, like trec_eval.
 *
 * @throws {InvalidArgumentError} when a line cannot be read; the message names the first such line.
 */
export async function readTrecRun(path: string): Promise<Run> {
  const rows = parseRows(
    await readFile(requireText(path, 'path'), 'utf8'),
    path,
    6,
    '`query Q0 document rank score name`',
  );
  return collect(rows.map(({ fields: [query, , document, , score], line }) => ({ query, document, value: score, line })), path); // prettier-ignore
}

/** Writes a TREC qrels file. @throws {InvalidArgumentError} when an id has white space or a relevance is not finite. */
export async function writeTrecJudgements(path: string, judgements: Judgements): Promise<void> {
  requireText(path, 'path');
  requireKind(judgements, 'object', 'judgements');
  requireTable(judgements, 'relevance', trecFields);
  const lines = Object.entries(judgements).flatMap(([query, judged]) =>
    Object.entries(judged).map(([document, relevance]) => `${query} 0 ${document} ${relevance}\n`),
  );
  await writeFile(path, lines.join(''));
}

/**
 * Writes a TREC run file, best rank first, with `name` as the name of the system. @throws {InvalidArgumentError} when an id or the name has white
 * space, or a score is not finite.
 */
export async function writeTrecRun(path: string, run: Run, name: string): Promise<void> {
  requireText(path, 'path');
  requireKind(run, 'object', 'run');
  requireField(requireText(name, 'name'), 'name', trecFields);
  requireTable(run, 'score', trecFields);
  const lines = Object.entries(run).flatMap(([query, scores]) =>
    rankDocuments(scores).map(
      (document, index) => `${query} Q0 ${document} ${index + 1} ${scores[document]} ${name}\n`,
    ),
  );
  await writeFile(path, lines.join(''));
}

interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

interface Entry {
  readonly query: string | undefined;
  readonly document: string | undefined;
  readonly value: string | undefined;
  readonly line: number;
}

function parseRows(text: string, path: string, count: number, expected: string): Row[] {
  const rows = text.split('\n').map((content, index) => ({ fields: content.trim().split(/\s+/), line: index + 1 }));
  const filled = rows.filter(({ fields }) => fields[0] !== '');
  const bad = filled.find(({ fields }) => fields.length !== count);
  if (bad !== undefined) throw badLine(path, bad.line, bad.fields.join(' '), expected);
  return filled;
}

function collect(entries: readonly Entry[], path: string): Record<string, Record<string, number>> {
  const table = new ScoreTable();
  for (const { query, document, value, line } of entries) {
    const number = Number(value);
    if (!Number.isFinite(number)) throw badLine(path, line, value!, 'a number');
    table.set(query!, document!, number);
  }
  return table.toRecord();
}

function badLine(path: string, line: number, value: string, expected: string): InvalidArgumentError {
  return new InvalidArgumentError({ parameter: `line ${line} of '${path}'`, value, expected });
}
