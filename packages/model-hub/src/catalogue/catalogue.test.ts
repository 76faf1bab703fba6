import { InvalidArgumentError, UnknownModelError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';

interface Entry extends CatalogueEntry {
  readonly layers: number;
}

const models: readonly Entry[] = [
  { model: 'Acme/first', layers: 1 },
  { model: 'acme/second', layers: 2, factsFrom: 'its card' },
];

function create(): Catalogue<Entry> {
  return createCatalogue({
    kind: 'reranker',
    models,
    isReplaceable: ({ factsFrom }) => factsFrom !== undefined,
  });
}

describe('a catalogue', () => {
  it('finds a name, ignoring upper and lower case, and no other name', () => {
    const name = fc.constantFrom(...models.map(({ model }) => model));
    const inAnyCase = name.chain((text) =>
      fc
        .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
        .map((upper) => Array.from(text, (c, at) => (upper[at] ? c.toUpperCase() : c.toLowerCase())).join('')),
    );
    fc.assert(
      fc.property(inAnyCase, (wanted) => {
        expect(create().find(wanted)?.model.toLowerCase()).toBe(wanted.toLowerCase());
      }),
    );
    expect(create().find('acme/third')).toBeUndefined();
  });

  it('lists its models in order, followed by the added models', () => {
    const catalogue = create();
    catalogue.add({ model: 'a/third', layers: 3 });
    expect(catalogue.list().map(({ model }) => model)).toEqual(['Acme/first', 'acme/second', 'a/third']);
  });

  it('returns copies, so that callers cannot change it by accident', () => {
    const catalogue = create();
    const own = { model: 'own/model', layers: 4 };
    catalogue.add(own);
    own.layers = 5;
    for (const { model } of catalogue.list()) Object.assign(catalogue.require(model), { layers: 0 });
    for (const entry of catalogue.list()) Object.assign(entry, { layers: 0 });
    expect(catalogue.list().map(({ layers }) => layers)).toEqual([1, 2, 4]);
  });

  it('throws an error with similar names and its kind for an unknown name', () => {
    const error = catchError(() => create().require('acme/firts'));
    expect(UnknownModelError.isInstance(error) && error.suggestions).toEqual(['Acme/first']);
    expect((error as Error).message).toContain('"acme/firts" is not a known reranker.');
  });

  it('refuses two models with the same name when it is created', () => {
    const twice = [...models, { model: 'ACME/FIRST', layers: 1 }];
    expect(() => createCatalogue({ kind: 'reranker', models: twice })).toThrow(InvalidArgumentError);
  });
});

describe('adding a model', () => {
  it('makes it known, ignoring upper and lower case, and refuses the same name again', () => {
    const catalogue = create();
    catalogue.add({ model: 'own/model', layers: 3 });
    expect(catalogue.require('OWN/model').layers).toBe(3);
    expect([catalogue.isAdded('Own/Model'), catalogue.isAdded('Acme/first')]).toEqual([true, false]);
    expect(() => catalogue.add({ model: 'OWN/model', layers: 3 })).toThrow('model must be a name that is not taken');
  });

  it('replaces a model only if the catalogue allows it, and only once', () => {
    const catalogue = create();
    expect(() => catalogue.add({ model: 'acme/FIRST', layers: 9 })).toThrow(InvalidArgumentError);
    catalogue.add({ model: 'acme/SECOND', layers: 9 });
    expect(catalogue.list()).toEqual([models[0], { model: 'acme/SECOND', layers: 9 }]);
    expect(() => catalogue.add({ model: 'acme/second', layers: 9, factsFrom: 'mine' })).toThrow(InvalidArgumentError);
  });

  it('changes only this catalogue, and refuses a name that is not a string', () => {
    create().add({ model: 'own/model', layers: 3 });
    expect(create().find('own/model')).toBeUndefined();
    expect(() => create().add({ model: 7 as never, layers: 3 })).toThrow('model must be');
  });

  it('replaces no model by default', () => {
    const catalogue = createCatalogue({ kind: 'reranker', models });
    expect(() => catalogue.add(models[1]!)).toThrow(InvalidArgumentError);
  });
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
