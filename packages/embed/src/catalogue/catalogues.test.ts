import { UnknownModelError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { denseModels, lateInteractionModels, sparseModels, staticModels } from './catalogues.ts';

const supportedModels = denseModels.list();

describe('the catalogue', () => {
  it('has no prefix that spells a special token, because it would be tokenized as words', () => {
    const prefixes = supportedModels.flatMap(({ prefixes: of }) => Object.values(of ?? {}));
    expect(prefixes.length).toBeGreaterThan(10);
    expect(prefixes.filter((prefix) => /\[[^\]]+\]|<[^>]+>/.test(prefix))).toEqual([]);
  });

  it('contains models that FastEmbed lacks, with the source of their facts', () => {
    const beyond = supportedModels.filter(({ factsFrom }) => factsFrom !== undefined);
    expect(beyond.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['BAAI/bge-m3', 'intfloat/e5-small-v2', 'intfloat/multilingual-e5-base']),
    );
    for (const { model, factsFrom, sources } of beyond) expect(factsFrom, model).toContain(sources.hf);
  });

  it.each([denseModels, staticModels, sparseModels, lateInteractionModels])(
    'lists models by maker in alphabetical order',
    (catalogue) => {
      const owners = catalogue.list().map(({ model }) => model.split('/')[0]!.toLowerCase());
      expect(owners.length).toBeGreaterThan(0);
      expect(owners).toEqual(owners.toSorted());
    },
  );

  it('finds a name, ignoring upper and lower case', () => {
    expect(denseModels.require('SENTENCE-transformers/all-minilm-l6-V2').dimension).toBe(384);
  });

  it('lists similar names for an unknown one', () => {
    const find = (): unknown => denseModels.require('sentence-transformers/all-MiniLM-L6-v3');
    expect(find).toThrow(UnknownModelError);
    expect(find).toThrow(/"sentence-transformers\/all-MiniLM-L6-v2"/);
  });
});
