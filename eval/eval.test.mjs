import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBeirFolder } from '../packages/pipeline/dist/evaluation/index.js';
import oracle from './__fixtures__/bm25.json' with { type: 'json' };
import { parseArguments } from './arguments.mjs';
import { loadSet } from './load-set.mjs';
import { measureSet } from './measure-set.mjs';
import { Models } from './models.mjs';
import { createProgress } from './progress.mjs';
import { qualityChart, storageChart } from './quality-chart.mjs';
import { formatDepths, formatSet, formatStorages, formatWeights } from './report.mjs';
import { SYSTEMS } from './systems.mjs';

/** @param {string} name */
const setNamed = (name) => ({ name, folder: fileURLToPath(new URL(`sets/${name}`, import.meta.url)) });
const xquad = setNamed('xquad_en');
const all = { split: 'test', queries: Infinity, documents: Infinity };

/**
 * @param {readonly import('./systems.mjs').System[]} systems
 * @param {import('./load-set.mjs').EvaluationSet} set
 */
async function measure(systems, set) {
  const models = await Models.load(systems);
  try {
    return await measureSet(set, systems, { models });
  } finally {
    await models.dispose();
  }
}

const METRICS_AND_COSTS = ['ndcg@10', 'mrr@10', 'recall@100', 'tokens/query', 'tokens/index'];

/**
 * @param {import('./measure-set.mjs').SetMeasurements} measured
 * @param {string | undefined} system
 * @param {string} metric
 */
function valueOf({ rows }, system, metric) {
  return rows.find((row) => row.system === system && row.metric === metric)?.value ?? Number.NaN;
}

describe('BM25 over a whole set', () => {
  it.each(Object.entries(oracle))('has the metrics of pytrec_eval on %s', async (name, judged) => {
    const systems = SYSTEMS.filter(({ id }) => id === 'bm25');
    const { rows } = await measure(systems, await loadSet(setNamed(name), all));
    for (const [metric, mean] of Object.entries(judged.means)) {
      const row = rows.find((candidate) => candidate.metric === metric);
      expect(row).toMatchObject({ set: name, system: 'bm25', queries: judged.queries });
      expect(row?.value).toBeCloseTo(mean, 9);
    }
  });
});

/** @type {import('./measure-set.mjs').SetMeasurements} all systems over a few documents */
let measured;
beforeAll(async () => {
  measured = await measure(SYSTEMS, await loadSet(xquad, { split: 'test', queries: 3, documents: 12 }));
}, 240_000);

describe('all systems over a few documents', () => {
  it('return a row for each system and metric', () => {
    const wanted = SYSTEMS.flatMap(({ id }) => METRICS_AND_COSTS.map((metric) => `${id} ${metric}`));
    expect(measured.rows.map(({ system, metric }) => `${system} ${metric}`)).toEqual(wanted);
    for (const row of measured.rows) {
      expect(row).toMatchObject({ set: 'xquad_en', value: expect.any(Number), queries: 3 });
      expect(row.p95Ms).toBeGreaterThan(0);
      if (!row.metric.startsWith('tokens/')) expect(row.value).toBeLessThanOrEqual(1);
    }
  });

  it('find every relevant document when the set is smaller than the result lists', () => {
    const recalls = measured.rows.filter(({ metric }) => metric === 'recall@100');
    // BM25 finds only documents that share a word with the query.
    expect(recalls.filter(({ system, value }) => system !== 'bm25' && value !== 1)).toEqual([]);
  });

  it('count the tokens of each list that has a model', () => {
    expect([valueOf(measured, 'bm25', 'tokens/index'), valueOf(measured, 'bm25', 'tokens/query')]).toEqual([0, 0]);
    expect(valueOf(measured, 'dense', 'tokens/index')).toBeGreaterThan(12 * 50);
    expect(valueOf(measured, 'hybrid+maxsim', 'tokens/index')).toBe(valueOf(measured, 'dense', 'tokens/index'));
    // The query paired with each of the twelve documents.
    expect(valueOf(measured, 'dense+rerank', 'tokens/query')).toBeGreaterThan(
      valueOf(measured, 'dense', 'tokens/index'),
    );
  });
});

describe('variants of a system', () => {
  it('rank reranked documents before the others', () => {
    const reranked = measured.rows.filter(({ system, metric }) => system.endsWith('+rerank') && metric === 'ndcg@10');
    for (const { value } of reranked) expect(value).toBeGreaterThan(0.6);
  });

  it('weigh the reranker from 0, which equals the stage before it, to 1', () => {
    for (const [first, reranked, weight] of /** @type {const} */ ([
      ['dense', 'dense+rerank', 1],
      ['hybrid', 'hybrid+rerank', 1],
      ['hybrid+maxsim', 'hybrid+maxsim+rerank', 0.5],
    ])) {
      const own = measured.weights.filter(({ system }) => system === reranked);
      expect(own.map((row) => row.weight)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
      expect(own[0]?.value).toBeCloseTo(valueOf(measured, first, 'ndcg@10'), 12);
      const usual = own.find((row) => row.weight === weight);
      expect(usual?.value).toBeCloseTo(valueOf(measured, reranked, 'ndcg@10'), 12);
    }
  });

  it('rerank to several depths, including the depth of the system itself', () => {
    for (const [reranked, top] of /** @type {const} */ ([
      ['dense+rerank', 30],
      ['hybrid+rerank', 30],
      ['hybrid+maxsim+rerank', 10],
    ])) {
      const own = measured.depths.filter(({ system }) => system === reranked);
      expect(own.map(({ depth }) => depth)).toEqual(top === 10 ? [10, 15, 20] : [10, 15, 20, 25, 30]);
      const usual = own.find(({ depth }) => depth === top);
      expect(usual?.value).toBeCloseTo(valueOf(measured, reranked, 'ndcg@10'), 12);
    }
  });

  it('store token vectors in fewer bytes with each storage form', () => {
    const { storages } = measured;
    expect(storages.map(({ storage }) => storage)).toEqual(['float32', 'float16', 'int8', 'int4', 'bit']);
    const bytes = storages.map(({ bytesPerDocument }) => bytesPerDocument);
    expect(bytes).toEqual(bytes.toSorted((a, b) => b - a));
    expect(storages[0]?.value).toBeGreaterThan(0.5);
  });

  it('are reported as tables, and each system is drawn as one mark', () => {
    const report = formatSet(measured);
    for (const { label } of SYSTEMS) expect(report).toContain(`| ${label}`);
    expect(report).toContain('xquad_en: dense to dense+rerank');
    expect(formatWeights(measured.weights)).toContain('xquad_en: hybrid+rerank');
    expect(formatDepths(measured.depths)).toMatch(/number of reranked documents \| +10 \| +15 \|/);
    expect(formatStorages(measured.storages)).toMatch(/xquad_en: int4 +\|/);
    expect([formatWeights([]), formatDepths([]), formatStorages([])]).toEqual(['', '', '']);
    const chart = qualityChart(measured.rows, 'a < b');
    const storages = storageChart(measured.storages, 'a < b');
    expect(chart.match(/<g><title>/g)).toHaveLength(SYSTEMS.length);
    expect(storages.match(/<g><title>xquad_en, (float|int|bit)/g)).toHaveLength(5);
    for (const picture of [chart, storages]) {
      expect(picture).toContain('a &lt; b');
      expect(picture).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe('a set', () => {
  it('keeps the documents that answer its queries at any limit', async () => {
    const { documents, queries, judgements } = await loadSet(xquad, { split: 'test', queries: 5, documents: 8 });
    expect([documents.length, queries.length]).toEqual([8, 5]);
    const keys = documents.map(({ payload }) => payload.key);
    expect(Object.keys(judgements)).toEqual(queries.map(([id]) => id));
    expect(keys).toEqual(expect.arrayContaining(Object.values(judgements).flatMap((judged) => Object.keys(judged))));
  });

  describe('in a folder in BEIR’s layout', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'eval-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('has titles before texts, and the judgements of the split', async () => {
      const corpus = [{ id: 'd', title: 'Bees', text: 'They make honey.' }];
      const set = { corpus, queries: { q: 'who makes honey' }, judgements: { q: { d: 1 } } };
      await writeBeirFolder(folder, set, { split: 'dev' });
      const loaded = await loadSet({ name: 'own', folder }, { ...all, split: 'dev' });
      expect(loaded.documents).toEqual([{ id: 0, payload: { key: 'd', text: 'Bees They make honey.' } }]);
      expect(loaded.queries).toEqual([['q', 'who makes honey']]);
    });

    it('is evaluated without the document that has the id of its query, unless that is judged relevant', async () => {
      for (const relevance of [0, 1]) {
        const judgements = { q: { q: relevance, d: 1 } };
        await writeBeirFolder(folder, { corpus: [], queries: { q: 'who' }, judgements });
        const { ignoreIdenticalIds } = await loadSet({ name: 'own', folder }, all);
        expect(ignoreIdenticalIds).toBe(relevance === 0);
      }
    });

    it('is refused when no query has a judgement', async () => {
      await writeBeirFolder(folder, { corpus: [], queries: { q: 'who' }, judgements: { other: { d: 1 } } });
      await expect(loadSet({ name: 'own', folder }, all)).rejects.toThrow(/no query with judgements/);
    });
  });
});

describe('the command line', () => {
  it('selects all sets and systems by default', () => {
    const { sets, systems, queries } = parseArguments([]);
    expect(sets.map(({ name }) => name)).toEqual(['covidqa_dev', 'pubmedqa', 'xquad_en']);
    expect([systems, queries]).toEqual([SYSTEMS, Infinity]);
  });

  it('accepts a folder alone or with a set', () => {
    expect(parseArguments(['--beir', '/data/own']).sets).toEqual([{ name: 'own', folder: expect.any(String) }]);
    expect(parseArguments(['--beir', 'own', '--set', 'pubmedqa']).sets).toHaveLength(2);
  });

  it.each([
    [['--set', 'trec'], /--set must be one of covidqa_dev.*, but is "trec"/],
    [['--systems', 'dense,sparse'], /--systems contains sparse; it may contain bm25/],
    [['--queries', '0'], /--queries must be a whole number above 0, but is "0"/],
  ])('%j is refused', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });
});

it('progress is written when a step begins, every five seconds, and when it ends', () => {
  let now = 0;
  /** @type {string[]} */
  const lines = [];
  const progress = createProgress(
    (line) => lines.push(line),
    () => now,
  );
  for (const [at, completed] of /** @type {const} */ ([
    [0, 0],
    [1000, 1],
    [6000, 2],
    [7000, 3],
  ])) {
    // prettier-ignore
    now = at;
    progress('index', completed, 3);
  }
  expect(lines).toEqual(['eval: 0 s, index: 0 of 3\n', 'eval: 6 s, index: 2 of 3\n', 'eval: 7 s, index: 3 of 3\n']);
});
