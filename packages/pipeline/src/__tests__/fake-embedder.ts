import { type Embedder, type EmbedderCallOptions, requireText, requireTexts } from '@x/core';

/** Embeds a text as one number, and records the texts of `passageEmbed`. */
export class FakeEmbedder implements Embedder {
  readonly dimension = 1;
  readonly modelName: string;
  readonly texts: string[] = [];
  readonly #numberOf: (text: string) => number;

  constructor(modelName: string, numberOf: (text: string) => number) {
    this.modelName = modelName;
    this.#numberOf = numberOf;
  }

  async passageEmbed(documents: readonly string[], { signal }: EmbedderCallOptions = {}): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    requireTexts(documents, 'documents');
    this.texts.push(...documents);
    return documents.map((text) => this.#embed(text));
  }

  async queryEmbed(query: string, { signal }: EmbedderCallOptions = {}): Promise<Float32Array> {
    signal?.throwIfAborted();
    return this.#embed(requireText(query, 'query'));
  }

  #embed(text: string): Float32Array {
    if (text.includes('unreadable')) throw new Error('cannot read that');
    return Float32Array.of(this.#numberOf(text));
  }
}

/** Embeds a text as its number of characters. */
export function lengthEmbedder(): FakeEmbedder {
  return new FakeEmbedder('length', (text) => text.length);
}

/** Embeds a text as the code of its first letter. */
export function letterEmbedder(): FakeEmbedder {
  return new FakeEmbedder('letter', (text) => text.codePointAt(0) ?? 0);
}
