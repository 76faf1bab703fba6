import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { rerankers } from './reranker-catalogue.ts';

interface FastEmbedModel {
  readonly model: string;
  readonly hf: string;
  readonly model_file: string;
  readonly description: string;
  readonly license: string;
  readonly size_in_GB: number;
  readonly additional_files: string[];
}

// FastEmbed's own list of models. A test of @x/embed compares this file with the installed FastEmbed.
const fixture = new URL('../../../../tooling/fastembed-models/models.json', import.meta.url);
const { cross_encoder: reference, fastembed } = JSON.parse(await readFile(fixture, 'utf8')) as {
  readonly cross_encoder: readonly FastEmbedModel[];
  readonly fastembed: string;
};

const listed = rerankers.list();

describe('the reranker catalogue', () => {
  it(`contains the eight cross-encoders of FastEmbed ${fastembed} with their facts`, () => {
    expect(reference.length).toBe(8);
    const expected = reference.map(({ model, hf, model_file, description, license, size_in_GB, additional_files }) => ({
      model,
      description,
      license,
      sizeInGB: size_in_GB,
      sources: { hf },
      modelFile: model_file,
      additionalFiles: additional_files,
      bundled: false,
    }));
    const names = reference.map(({ model }) => model);
    const byName = (one: { model: string }, other: { model: string }): number => (one.model < other.model ? -1 : 1);
    expect(listed.filter(({ model }) => names.includes(model)).toSorted(byName)).toEqual(expected.toSorted(byName));
  });

  it('contains the bundled reranker, and other models that state the source of their facts', () => {
    expect(rerankers.require('x/bge-small-reranker-en')).toMatchObject({ bundled: true, license: 'mit', sources: {} });
    const others = listed.filter(({ model, bundled }) => !bundled && !reference.some((known) => known.model === model));
    expect(others.length).toBeGreaterThan(0);
    for (const { model, factsFrom, sources, license } of others) {
      expect(factsFrom, model).toContain(sources.hf);
      expect(license, model).toMatch(/^[a-z]/);
    }
  });

  it('lists models by maker in alphabetical order', () => {
    const owners = listed.map(({ model }) => model.split('/')[0]!.toLowerCase());
    expect(owners).toEqual(owners.toSorted());
  });

  it('finds a name, ignoring upper and lower case', () => {
    expect(rerankers.find('baai/BGE-reranker-base')?.model).toBe('BAAI/bge-reranker-base');
    expect(rerankers.find('BAAI/bge-reranker-bass')).toBeUndefined();
  });
});
