import type { Embedder } from '@x/core';
import { describe, expect, it } from 'vitest';
import { createCountingEmbedder } from '../__tests__/counting-embedder.ts';
import { createEmbedderRegistry } from './embedder-registry.ts';
import type { EmbedderResolver, ModelEmbedder } from './model-embedder.ts';

const find = (registry: ReturnType<typeof createEmbedderRegistry>, model: string, options?: Record<string, unknown>) =>
  registry.find({ model, ...(options && { options }) }, 'query');

describe('createEmbedderRegistry with a list', () => {
  it('finds an embedder by its name in any letter case', () => {
    const embedder = createCountingEmbedder('org/Model');
    const registry = createEmbedderRegistry([createCountingEmbedder('org/other'), embedder]);
    expect(find(registry, 'ORG/model')).toBe(embedder);
    expect(registry.peek({ model: 'org/MODEL' })).toBe(embedder);
  });

  it('suggests similar names for an unknown model, and explains how to pass embedders when there are none', () => {
    const registry = createEmbedderRegistry([createCountingEmbedder('org/Model')]);
    expect(() => find(registry, 'org/modle')).toThrow('Did you mean "org/Model"?');
    expect(() => find(createEmbedderRegistry([]), 'org/model')).toThrow('embedders: [embedding]');
  });

  it('rejects options for a loaded embedder', () => {
    const registry = createEmbedderRegistry([createCountingEmbedder('org/Model')]);
    expect(() => find(registry, 'org/model', { k: 1.2 })).toThrow(/^query\.options must be absent/);
  });

  it('rejects a value that is not an embedder, and two embedders of one model', () => {
    const embedder = createCountingEmbedder('org/Model');
    const lists: [unknown, RegExp][] = [
      [[embedder, createCountingEmbedder('ORG/model')], /^embedders\[1\] must be the only embedder of its model/],
      [
        [Promise.resolve(embedder)],
        /^embedders\[0\] must be a loaded embedder .*, but is a promise: await it first\.$/,
      ],
      [[{ modelName: 'org/half', passageEmbed: async () => [] }], /^embedders\[0\] must be a loaded embedder/],
      ['org/model', /^embedders must be an array of embedders, or a function/],
    ];
    for (const [list, message] of lists) expect(() => createEmbedderRegistry(list as Embedder[])).toThrow(message);
  });
});

describe('createEmbedderRegistry with a function', () => {
  function setup(answer: EmbedderResolver = async (model) => createCountingEmbedder(model)) {
    const asked: unknown[] = [];
    const registry = createEmbedderRegistry((model, options) => {
      asked.push([model, options]);
      return answer(model, options);
    });
    return { asked, registry };
  }

  it('loads a model once for concurrent and later calls, in any letter case', async () => {
    const { asked, registry } = setup();
    expect(registry.peek({ model: 'org/model' })).toBeUndefined();
    const [one, other] = await Promise.all([find(registry, 'org/model'), find(registry, 'ORG/Model')]);
    expect(one).toBe(other);
    expect([await find(registry, 'org/model'), registry.peek({ model: 'ORG/MODEL' })]).toEqual([one, one]);
    expect(asked).toEqual([['org/model', undefined]]);
  });

  it('loads a model once for equal options, whatever the order of their keys', async () => {
    const { asked, registry } = setup();
    const first = await find(registry, 'org/bm25', { k: 1.2, nested: { a: 1, b: [2] } });
    expect(await find(registry, 'org/bm25', { nested: { b: [2], a: 1 }, k: 1.2 })).toBe(first);
    expect(await find(registry, 'org/bm25', { k: 2 })).not.toBe(first);
    expect(asked).toHaveLength(2);
  });

  it('rejects with a failed load, and loads again at the next call', async () => {
    const failure = new Error('no network');
    let isUp = false;
    const { registry } = setup(async (model) => {
      if (!isUp) throw failure;
      return createCountingEmbedder(model);
    });
    await expect(find(registry, 'org/model')).rejects.toBe(failure);
    isUp = true;
    expect(await find(registry, 'org/model')).toMatchObject({ modelName: 'org/model' });
  });

  it('rejects an unknown model, and a value that is not an embedder', async () => {
    await expect(find(setup(() => undefined).registry, 'org/model')).rejects.toThrow(
      '"org/model" is not a known model',
    );
    const broken = setup(() => ({ modelName: 7 }) as unknown as ModelEmbedder);
    await expect(find(broken.registry, 'org/model')).rejects.toThrow(/^embedders\("org\/model"\) must be a loaded/);
  });
});
