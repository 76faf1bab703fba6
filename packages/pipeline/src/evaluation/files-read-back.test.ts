// Files are written so that they can be read back, or not at all.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InvalidArgumentError } from '@x/core';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { readBeirFolder, writeBeirFolder } from './beir-folder.ts';
import { writeTrecJudgements, writeTrecRun } from './trec-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-back-'));
});
afterEach(() => rm(folder, { recursive: true }));

it.each([
  ['q 1', 'a', 1, 'the id of a query must be a text without white space, as TREC files need, but is "q 1"'],
  ['q1', 'My notes/bees.md', 1, "the id of a document of the query 'q1' must be"],
  ['q1', '', 1, 'but is ""'],
  ['q1', 'a', Number.NaN, "of the document 'a' of the query 'q1' must be a finite number, but is NaN"],
])('TREC files refuse the query %j with the document %j and the number %d', async (query, document, value, message) => {
  const table = { [query]: { [document]: value } };
  await expect(writeTrecRun(join(folder, 'run'), table, 'mine')).rejects.toThrow(message);
  await expect(writeTrecJudgements(join(folder, 'qrels'), table)).rejects.toThrow(message);
});

it('a TREC run refuses the name of a system with white space', async () => {
  await expect(writeTrecRun(join(folder, 'run'), {}, 'bge small')).rejects.toThrow('name must be');
});

it.each([
  ['a\tb', 1],
  ['a\nb', 1],
  ['a', Infinity],
])('a BEIR folder refuses the document %j with the relevance %d', async (id, value) => {
  const set = { corpus: [], queries: {}, judgements: { q1: { [id]: value } } };
  await expect(writeBeirFolder(folder, set)).rejects.toThrow(InvalidArgumentError);
});

it('a BEIR folder keeps ids with quotes', async () => {
  const judgements = { 'q "1"': { 'the "d1"': 1, '"': 2, ' d ': 0 } };
  await writeBeirFolder(folder, { corpus: [], queries: {}, judgements });
  expect((await readBeirFolder(folder)).judgements).toEqual(judgements);
});

it('a BEIR folder may have quoted judgements', async () => {
  await writeBeirFolder(folder, { corpus: [], queries: {}, judgements: {} });
  const rows = ['"query-id"\t"corpus-id"\t"score"', '"q1"\t"d ""1"""\t"1"', 'q1\td2\t0\r', ''];
  await writeFile(join(folder, 'qrels', 'test.tsv'), rows.join('\n'));
  expect((await readBeirFolder(folder)).judgements).toEqual({ q1: { 'd "1"': 1, d2: 0 } });
});

it.each(['d1', '7'])('a BEIR folder with judgements of %s in the columns of TREC is refused', async (document) => {
  await writeBeirFolder(folder, { corpus: [], queries: {}, judgements: {} });
  await writeFile(join(folder, 'qrels', 'test.tsv'), `q1\t0\t${document}\t1\n`);
  await expect(readBeirFolder(folder)).rejects.toThrow(/line 1 of .*test\.tsv/);
});

it('further columns of judgements in a BEIR folder are ignored, with a header and without', async () => {
  await writeBeirFolder(folder, { corpus: [], queries: {}, judgements: {} });
  for (const header of ['', 'query-id\tcorpus-id\tscore\t\n']) {
    await writeFile(join(folder, 'qrels', 'test.tsv'), `${header}q1\td1\t1\t\nq1\td2\t2\tby hand\n`);
    expect((await readBeirFolder(folder)).judgements).toEqual({ q1: { d1: 1, d2: 2 } });
  }
});
