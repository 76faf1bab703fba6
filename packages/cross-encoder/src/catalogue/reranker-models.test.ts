import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { findModel } from './find-model.ts';
import { rerankerModels } from './reranker-models.ts';

interface FastEmbedModel {
  readonly model: string;
  readonly sources: { hf: string };
  readonly model_file: string;
  readonly description: string;
  readonly license: string;
  readonly size_in_GB: number;
  readonly additional_files: string[];
}

// Extracted from qdrant/fastembed 0.8; see `_meta` in the file.
const fixture = new URL('../__fixtures__/fastembed_cross_encoders.json', import.meta.url);
const { cross_encoder: reference } = JSON.parse(await readFile(fixture, 'utf8')) as { cross_encoder: FastEmbedModel[] };

describe('the catalogue', () => {
  it("holds FastEmbed's six cross-encoders with their facts, then the bundled one, then others that say where their facts are from", () => {
    expect(reference.length).toBe(6);
    const expected = reference.map(
      ({ model, sources, model_file, description, license, size_in_GB, additional_files }) => ({
        model,
        description,
        license,
        sizeInGB: size_in_GB,
        sources: { hf: sources.hf },
        modelFile: model_file,
        additionalFiles: additional_files,
        bundled: false,
      }),
    );
    expect(rerankerModels.slice(0, 6)).toEqual(expected);
    expect(rerankerModels[6]).toMatchObject({ model: 'x/bge-small-reranker-en', bundled: true, license: 'mit' });
    const others = rerankerModels.slice(7);
    expect(others.length).toBeGreaterThan(0);
    for (const { model, factsFrom, sources, license } of others) {
      expect(factsFrom, model).toContain(sources.hf);
      expect(license, model).toMatch(/^[a-z]/);
    }
    const names = rerankerModels.map(({ model }) => model.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it('finds a name whatever its case', () => {
    expect(findModel('baai/BGE-reranker-base')?.model).toBe('BAAI/bge-reranker-base');
    expect(findModel('BAAI/bge-reranker-bass')).toBeUndefined();
  });
});
