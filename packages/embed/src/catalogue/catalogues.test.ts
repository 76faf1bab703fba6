import { readFile } from 'node:fs/promises';

import { UnknownModelError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { denseModels, lateInteractionModels, sparseModels, staticModels } from './catalogues.ts';

interface FastEmbedModel {
  readonly model: string;
  readonly sources: { hf: string | null; url: string | null };
  readonly model_file: string;
  readonly description: string;
  readonly license: string;
  readonly size_in_GB: number;
  readonly additional_files: string[];
  readonly dim: number;
  readonly tasks: Record<string, number>;
  readonly _derived: { pooling: string; normalized_by_fastembed: boolean };
}

// Extracted from qdrant/fastembed 0.8; see `_meta` in the file.
const fixture = new URL('../__fixtures__/fastembed_models.json', import.meta.url);
const reference = JSON.parse(await readFile(fixture, 'utf8')) as { dense_text: FastEmbedModel[] };

const supportedModels = denseModels.list();
const fromFastEmbed = supportedModels.filter(({ factsFrom }) => factsFrom === undefined);

describe('the catalogue', () => {
  it("holds all of FastEmbed's 34 dense models", () => {
    const expected = reference.dense_text.map(({ model }) => model);
    expect(expected).toHaveLength(34);
    expect(fromFastEmbed.map(({ model }) => model).toSorted()).toEqual(expected.toSorted());
  });

  it.each(fromFastEmbed.map((entry) => [entry.model, entry] as const))(
    'states the facts of %s as FastEmbed does',
    (_, entry) => {
      const { dim, tasks, size_in_GB, model_file, additional_files, sources, description, license, _derived } =
        reference.dense_text.find(({ model }) => model === entry.model)!;
      const kinds = { CLS: 'cls', mean: 'mean', last: 'lastToken', none: 'none', 'in-graph': 'none' } as const;
      const pooling = Object.entries(kinds).find(([start]) => _derived.pooling.startsWith(start))?.[1];
      expect(entry).toMatchObject({
        dimension: dim,
        sizeInGB: size_in_GB,
        modelFile: model_file,
        additionalFiles: additional_files,
        description,
        license,
        pooling,
        normalize: _derived.normalized_by_fastembed,
      });
      expect(entry.sources.hf ?? null).toBe(sources.hf);
      expect(entry.tasks ?? {}).toEqual(tasks);
    },
  );

  it('holds models beyond FastEmbed’s, which say where their facts are from', () => {
    const beyond = supportedModels.filter(({ factsFrom }) => factsFrom !== undefined);
    expect(beyond.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['BAAI/bge-m3', 'intfloat/e5-small-v2', 'intfloat/multilingual-e5-base']),
    );
    for (const { model, factsFrom, sources } of beyond) expect(factsFrom, model).toContain(sources.hf);
  });

  it.each([denseModels, staticModels, sparseModels, lateInteractionModels])(
    'lists makers in alphabetical order, and each maker’s models together',
    (catalogue) => {
      const owners = catalogue.list().map(({ model }) => model.split('/')[0]!.toLowerCase());
      expect(owners.length).toBeGreaterThan(0);
      expect(owners).toEqual(owners.toSorted());
    },
  );

  it('finds a name whatever its case', () => {
    expect(denseModels.require('SENTENCE-transformers/all-minilm-l6-V2').dimension).toBe(384);
  });

  it('lists near names for one that it does not know', () => {
    const find = (): unknown => denseModels.require('sentence-transformers/all-MiniLM-L6-v3');
    expect(find).toThrow(UnknownModelError);
    expect(find).toThrow(/"sentence-transformers\/all-MiniLM-L6-v2"/);
  });
});
