import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readBeirFolder, writeBeirFolder } from './beir-folder.ts';
import { readTrecJudgements, readTrecRun, writeTrecJudgements, writeTrecRun } from './trec-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluation-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('TREC files', () => {
  it('are read back as written', async () => {
    const judgements = { q1: { a: 1, b: 0 }, q2: { c: 2 } };
    const run = { q1: { a: 0.25, b: -1.5 }, q2: { c: 1e-7 } };
    await writeTrecJudgements(join(folder, 'qrels'), judgements);
    await writeTrecRun(join(folder, 'run'), run, 'mine');
    expect(await readTrecJudgements(join(folder, 'qrels'))).toEqual(judgements);
    expect(await readTrecRun(join(folder, 'run'))).toEqual(run);
  });

  it('are read with tabs, blank lines and Windows line ends', async () => {
    await writeFile(join(folder, 'qrels'), 'q1\t0\ta\t1\r\n\r\nq1 0  b 2\r\n');
    expect(await readTrecJudgements(join(folder, 'qrels'))).toEqual({ q1: { a: 1, b: 2 } });
  });

  it('name the first line that cannot be read in the error', async () => {
    const path = join(folder, 'run');
    await writeFile(path, 'q1 Q0 a 1 0.5 mine\nq1 Q0 b\n');
    await expect(readTrecRun(path)).rejects.toThrow(`line 2 of '${path}'`);
    await writeFile(path, 'q1 Q0 a 1 high mine\n');
    await expect(readTrecRun(path)).rejects.toThrow(`line 1 of '${path}'`);
  });
});

describe('BEIR folders', () => {
  const corpus = [
    { id: 'd1', title: 'One', text: 'first' },
    { id: 'd2', title: '', text: 'second\nline' },
  ];

  it('are read back as written, and their corpus can be read twice', async () => {
    const set = { corpus, queries: { q1: 'what?' }, judgements: { q1: { d1: 1, d2: 0 } } };
    await writeBeirFolder(folder, set, { split: 'dev' });
    const { corpus: read, ...rest } = await readBeirFolder(folder, { split: 'dev' });
    expect(rest).toEqual({ queries: set.queries, judgements: set.judgements });
    for (let round = 0; round < 2; round++) {
      const documents = [];
      for await (const document of read) documents.push(document);
      expect(documents).toEqual(corpus);
    }
  });

  it('cause an error that states the path when the folder cannot be created', async () => {
    await writeFile(join(folder, 'file'), '');
    const empty = { corpus: [], queries: {}, judgements: {} };
    const places = [join(folder, 'file'), ...(process.platform === 'linux' ? ['/proc/x'] : [])];
    for (const value of places) {
      const attempt = writeBeirFolder(value, empty);
      await expect(attempt).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'folder', value });
    }
  });

  it('can have a single qrels.tsv, and omit queries without judgements', async () => {
    await writeFile(join(folder, 'corpus.jsonl'), '{"_id":"d1","text":"first"}\n');
    await writeFile(join(folder, 'queries.jsonl'), '{"_id":"q1","text":"what?"}\n{"_id":"q2","text":"who?"}\n');
    await writeFile(join(folder, 'qrels.tsv'), 'query-id\tcorpus-id\tscore\nq1\td1\t1\n');
    expect((await readBeirFolder(folder)).queries).toEqual({ q1: 'what?' });
  });

  it('keep texts with Unicode line separators on one line', async () => {
    const text = 'one\u2028two\u2029three\u0085four\rfive';
    await writeBeirFolder(folder, {
      corpus: [{ id: 'd1', title: text, text }],
      queries: { q1: text },
      judgements: { q1: { d1: 1 } },
    });
    const { corpus: read, queries } = await readBeirFolder(folder);
    expect(queries).toEqual({ q1: text });
    for await (const document of read) expect(document).toEqual({ id: 'd1', title: text, text });
    expect(await readFile(join(folder, 'corpus.jsonl'), 'utf8')).not.toMatch(/[\u2028\u2029]/);
    await writeFile(join(folder, 'corpus.jsonl'), '{"_id":"d1","text":"one\u2028two"}');
    for await (const document of (await readBeirFolder(folder)).corpus) expect(document.text).toBe('one\u2028two');
  });

  it('can have byte order marks, and judgements without a header', async () => {
    await writeFile(join(folder, 'corpus.jsonl'), '\uFEFF{"_id":"d1","text":"first"}\r\n');
    await writeFile(join(folder, 'queries.jsonl'), '\uFEFF{"_id":"q1","text":"what?"}\n{"_id":"q2","text":"who?"}');
    for (const header of ['', 'query-id\tcorpus-id\tscore\r\n']) {
      await writeFile(join(folder, 'qrels.tsv'), `\uFEFF${header}q1\td1\t1\r\nq2\td1\t0\r\n`);
      const { queries, judgements } = await readBeirFolder(folder);
      expect(judgements).toEqual({ q1: { d1: 1 }, q2: { d1: 0 } });
      expect(queries).toEqual({ q1: 'what?', q2: 'who?' });
    }
  });

  it('are refused when a file is missing or a line cannot be read, and the error names it', async () => {
    await expect(readBeirFolder(folder)).rejects.toThrow('qrels.tsv');
    await writeBeirFolder(folder, { corpus, queries: { q1: 'what?' }, judgements: { q1: { d1: 1 } } });
    await writeFile(join(folder, 'queries.jsonl'), '{"_id":"q1","text":"what?"}\n{"_id":7}\n');
    await expect(readBeirFolder(folder)).rejects.toThrow(/line 2 of .*queries\.jsonl/);
    await writeFile(join(folder, 'qrels', 'test.tsv'), 'query-id\tcorpus-id\tscore\nq1 d1 1\n');
    await expect(readBeirFolder(folder)).rejects.toThrow(/line 2 of .*test\.tsv/);
  });
});
