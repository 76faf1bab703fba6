import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

import { denseModels, lateInteractionModels, sparseModels, staticModels } from './catalogues.ts';

interface FastEmbedModel {
  readonly model: string;
  readonly hf: string;
  readonly dim: number;
  readonly license: string;
  readonly size_in_GB: number;
  readonly model_file: string;
  readonly additional_files: string[];
  readonly description: string;
}

interface FastEmbedDenseModel extends FastEmbedModel {
  readonly tasks: Readonly<Record<string, number>>;
  readonly static?: boolean;
  readonly pooling: 'cls' | 'mean' | 'lastToken' | 'none';
  readonly normalized: boolean;
  readonly output: number | string;
}

interface FastEmbedColbert extends FastEmbedModel {
  readonly query_marker_id: number;
  readonly document_marker_id: number;
  readonly mask_token: string;
  readonly min_query_length: number | null;
  readonly attends_masks: boolean;
  readonly normalizes_queries: boolean;
  readonly skips_punctuation: boolean;
  readonly reserved_marker_tokens: number;
}

interface FastEmbedLists {
  readonly fastembed: string;
  readonly dense: readonly FastEmbedDenseModel[];
  readonly sparse: readonly (FastEmbedModel & { readonly requires_idf: boolean | null })[];
  readonly late_interaction: readonly FastEmbedColbert[];
}

const folder = fileURLToPath(new URL('../../../../tooling/fastembed-models/', import.meta.url));
const lists = JSON.parse(await readFile(`${folder}models.json`, 'utf8')) as FastEmbedLists;
const python = process.env['X_TEST_PYTHON'] ?? 'python3';
const isHere = spawnSync(python, ['-c', 'import fastembed']).status === 0;

/** FastEmbed's models that are not supported. The README lists them with the reason. */
const leftOut = ['Qdrant/bm42-all-minilm-l6-v2-attentions', 'Qdrant/minicoil-v1'];

/** Returns the facts that every kind of model states in the same way. */
function commonFacts({ hf, license, size_in_GB, model_file, additional_files }: FastEmbedModel): object {
  const sources = { hf };
  return { sources, license, sizeInGB: size_in_GB, modelFile: model_file, additionalFiles: additional_files };
}

function named<Model extends { readonly model: string }>(models: readonly Model[]): [string, Model][] {
  return models.map((model) => [model.model, model]);
}

const dense = lists.dense.filter((model) => model.static !== true);
const tables = lists.dense.filter((model) => model.static === true);

describe(`the catalogue compared with FastEmbed ${lists.fastembed}`, () => {
  it('contains every text model except the unsupported ones', async () => {
    const catalogues = [denseModels, staticModels, sparseModels, lateInteractionModels];
    const names = new Set(catalogues.flatMap((catalogue) => catalogue.list().map(({ model }) => model)));
    const theirs = [...lists.dense, ...lists.sparse, ...lists.late_interaction].map(({ model }) => model);
    expect(theirs).toHaveLength(52);
    expect(theirs.filter((name) => !names.has(name))).toEqual(leftOut);
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    for (const name of leftOut) expect(readme).toContain(name);
  });

  it('states the source of the facts for every other model', () => {
    const others = denseModels.list().filter(({ model }) => !dense.some((theirs) => theirs.model === model));
    for (const { model, factsFrom } of others) expect(factsFrom, model).toBeDefined();
    for (const { model } of dense) expect(denseModels.require(model), model).not.toHaveProperty('factsFrom');
  });

  it.each(named(dense))('has the same facts for %s as FastEmbed', (name, theirs) => {
    const entry = denseModels.require(name);
    expect(entry).toMatchObject({
      ...commonFacts(theirs),
      model: theirs.model,
      description: theirs.description,
      dimension: theirs.dim,
      // FastEmbed calls a pooled output its first token; here it is an output without further pooling.
      pooling: theirs.output === 'pooler_output' ? 'none' : theirs.pooling,
      normalize: theirs.normalized,
    });
    expect(entry.output ?? 0).toBe(theirs.output);
    expect(entry.tasks ?? {}).toEqual(theirs.tasks);
    const [, need] = /documents: (not necessary|not so necessary|necessary|`)/.exec(theirs.description)!;
    if (need !== 'not so necessary') expect(entry.prefixes !== undefined).toBe(need !== 'not necessary');
    const [, limit] = /(\d+) input tokens/.exec(theirs.description) ?? [];
    expect(entry.documentedMaxLength).toBe(limit === undefined ? undefined : Number(limit));
  });

  it.each(named(tables))('has the same facts for the static model %s as FastEmbed', (name, theirs) => {
    const facts = { ...commonFacts(theirs), additionalFiles: ['config.json'] };
    expect(staticModels.require(name)).toMatchObject({ ...facts, dimension: theirs.dim });
  });

  it.each(named(lists.sparse.filter(({ model }) => !leftOut.includes(model))))(
    'has the same facts for the sparse model %s as FastEmbed',
    (name, theirs) => {
      const { license } = theirs;
      // This package's BM25 needs no files.
      const facts = name === 'Qdrant/bm25' ? { license, sizeInGB: 0 } : commonFacts(theirs);
      expect(sparseModels.require(name)).toMatchObject({ ...facts, requiresIdf: theirs.requires_idf ?? false });
    },
  );

  it.each(named(lists.late_interaction))('has the same rules for %s as FastEmbed', (name, theirs) => {
    const {
      expandsQueries = true,
      skipsPunctuation = true,
      limitCountsMarker = true,
      ...entry
    } = lateInteractionModels.require(name);
    expect(entry).toMatchObject({
      ...commonFacts(theirs),
      dimension: theirs.dim,
      queryMarkerId: theirs.query_marker_id,
      documentMarkerId: theirs.document_marker_id,
      maskToken: theirs.mask_token,
      attendsMasks: theirs.attends_masks,
    });
    expect([null, 31]).toContain(theirs.min_query_length);
    expect(expandsQueries).toBe(theirs.min_query_length === 31);
    expect(expandsQueries).toBe(!theirs.normalizes_queries);
    expect(skipsPunctuation).toBe(theirs.skips_punctuation);
    expect(limitCountsMarker).toBe(theirs.reserved_marker_tokens === 1);
  });

  // Runs only if Python (or the Python in X_TEST_PYTHON) has fastembed.
  it('uses the same lists as the installed FastEmbed', { timeout: 120_000 }, async ({ skip }) => {
    skip(!isHere, `${python} has no fastembed`);
    const { stdout } = await promisify(execFile)(python, ['-B', `${folder}list_models.py`], { maxBuffer: 1 << 24 });
    expect(lists).toEqual(JSON.parse(stdout));
  });
});
