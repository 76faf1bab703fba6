import type { Embedder } from '@x/core';

/** Embeds a text as one number; records the texts that it was given. */
export class FakeEmbedder implements Embedder {
  readonly dimension = 1;
  readonly modelName: string;
  readonly texts: string[] = [];
  readonly #numberOf: (text: string) => number;

  constructor(modelName: string, numberOf: (text: string) => number) {
    this.modelName = modelName;
    this.#numberOf = numberOf;
  }

  passageEmbed(documents: readonly string[]): Promise<Float32Array[]> {
    this.texts.push(...documents);
    return Promise.resolve(documents.map((text) => this.#embed(text)));
  }

  queryEmbed(query: string): Promise<Float32Array> {
    return Promise.resolve(this.#embed(query));
  }

  #embed(text: string): Float32Array {
    if (text.includes('unreadable')) throw new Error('cannot read that');
    return Float32Array.of(this.#numberOf(text));
  }
}

/** By the number of characters. */
export function lengthEmbedder(): FakeEmbedder {
  return new FakeEmbedder('length', (text) => text.length);
}

/** By the first letter. */
export function letterEmbedder(): FakeEmbedder {
  return new FakeEmbedder('letter', (text) => text.codePointAt(0) ?? 0);
}
