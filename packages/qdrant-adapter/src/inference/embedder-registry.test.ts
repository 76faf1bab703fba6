import { type Embedder, InvalidArgumentError, UnknownModelError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { createCountingEmbedder } from '../__tests__/counting-embedder.ts';
import { createEmbedderRegistry } from './embedder-registry.ts';

const minilm = createCountingEmbedder('sentence-transformers/all-MiniLM-L6-v2', 384);

describe('createEmbedderRegistry', () => {
  it('finds an embedder whatever the case of its name', () => {
    expect(createEmbedderRegistry([minilm]).get('Sentence-Transformers/all-minilm-l6-V2')).toBe(minilm);
  });

  it('names the closest models when it has not the one that is asked for', () => {
    const registry = createEmbedderRegistry([minilm]);
    expect(() => registry.get('all-MiniLM-L6')).toThrow(UnknownModelError);
    expect(() => registry.get('all-MiniLM-L6')).toThrow('Did you mean "sentence-transformers/all-MiniLM-L6-v2"?');
  });

  it('shows how to pass embedders when there are none', () => {
    expect(() => createEmbedderRegistry([]).get('some-model')).toThrow(
      /"some-model".*new QdrantClient\(location, \{ embedders: \[embedding\] \}\)/,
    );
  });

  it('refuses what is no embedder, such as one that is still loading, and two of one model', () => {
    const loading = Promise.resolve(minilm) as unknown as Embedder;
    expect(() => createEmbedderRegistry([minilm, loading])).toThrow(/^embedders\[1\] must be a loaded embedder/);
    expect(() => createEmbedderRegistry([minilm, minilm])).toThrow(InvalidArgumentError);
    expect(() => createEmbedderRegistry(minilm as unknown as Embedder[])).toThrow(/^embedders must be an array/);
  });
});
