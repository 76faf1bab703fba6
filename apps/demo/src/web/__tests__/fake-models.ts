import { type EmbedderCallOptions, type RankedDocument, type Reranker, type RerankOptions, requireInteger, requireText, requireTexts, type TextSpan, type TokenEmbedder, type TokenEmbedding, untilAborted } from '@x/core'; // prettier-ignore

import { ModelCatalogue, type SupportedModel } from '../demo/model-catalogue.ts';
import type { RolesModels } from '../demo/model-roles.ts';
import type { LoadedModel, LoadModelOptions, ModelLoader } from '../demo/model-slot.ts';
import type { DemoEmbedder } from '../demo/passages.ts';

/** A gate that work waits at. `reached` resolves when the first work has arrived. */
export class Gate {
  readonly reached: Promise<void>;
  /** The signal of the work that arrived last. */
  signal: AbortSignal | undefined;
  open: () => void = () => {};
  #reach: () => void = () => {};
  readonly #opened: Promise<void>;

  constructor() {
    this.reached = new Promise((resolve) => (this.#reach = resolve));
    this.#opened = new Promise((resolve) => (this.open = resolve));
  }

  /** Waits until the gate is open. @throws the reason of the signal when it is aborted. */
  async pass(signal: AbortSignal | undefined): Promise<void> {
    this.signal = signal;
    this.#reach();
    await untilAborted(this.#opened, signal);
    signal?.throwIfAborted();
  }
}

/** An embedder whose vectors contain the length of a text and of its first word, each plus 1. */
export class FakeEmbedder implements DemoEmbedder {
  readonly dimension = 2;
  readonly source = 'bundled';
  readonly modelName: string;
  /** The gates at which passages or queries wait. */
  gates: { passages?: Gate; queries?: Gate } = {};
  /** The error that `passageEmbed` throws, if set. */
  failure: Error | undefined;
  isDisposed = false;

  constructor(modelName = 'fake/embedder') {
    this.modelName = modelName;
  }

  async passageEmbed(documents: readonly string[], { signal }: EmbedderCallOptions = {}): Promise<Float32Array[]> {
    requireTexts(documents, 'documents');
    await this.gates.passages?.pass(signal);
    signal?.throwIfAborted();
    if (this.failure !== undefined) throw this.failure;
    return documents.map(vectorOf);
  }

  async queryEmbed(query: string, { signal }: EmbedderCallOptions = {}): Promise<Float32Array> {
    requireText(query, 'query');
    await this.gates.queries?.pass(signal);
    signal?.throwIfAborted();
    return vectorOf(query);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.isDisposed = true;
    return Promise.resolve();
  }
}

/** An embedder with token vectors. A token is a word, and its vector is that of the word as a text. */
export class FakeTokenEmbedder extends FakeEmbedder implements TokenEmbedder {
  readonly hasTokenVectors = true;

  async passageEmbedWithTokens(documents: readonly string[], options?: EmbedderCallOptions): Promise<TokenEmbedding[]> {
    const vectors = await this.passageEmbed(documents, options);
    return vectors.map((vector, index) => ({ vector, tokenVectors: documents[index]!.split(' ').map(vectorOf) }));
  }

  async queryEmbedWithTokens(query: string, options?: EmbedderCallOptions): Promise<TokenEmbedding> {
    return { vector: await this.queryEmbed(query, options), tokenVectors: query.split(' ').map(vectorOf) };
  }

  passageTokenSpans(documents: readonly string[]): Promise<TextSpan[][]> {
    return Promise.resolve(documents.map(spansOf));
  }

  queryTokenSpans(query: string): Promise<TextSpan[]> {
    return Promise.resolve(spansOf(query));
  }
}

/** A reranker that ranks longer documents higher. */
export class FakeReranker implements Reranker, LoadedModel {
  readonly modelName = 'fake/reranker';
  readonly source = 'bundled';
  isDisposed = false;

  async rerank(
    query: string,
    documents: readonly string[],
    { signal, topK = documents.length }: RerankOptions = {},
  ): Promise<RankedDocument[]> {
    requireText(query, 'query');
    requireTexts(documents, 'documents');
    requireInteger(topK, 'topK', { min: 0 });
    signal?.throwIfAborted();
    const scored = documents.map((document, index) => ({ index, document, score: document.length }));
    return scored.toSorted((a, b) => b.score - a.score).slice(0, topK);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.isDisposed = true;
    return Promise.resolve();
  }
}

/** A model loader that never finishes. Its signal cancels it. */
export function loadForever(_: string, { signal }: LoadModelOptions): Promise<never> {
  return new Gate().pass(signal) as Promise<never>;
}

/** Returns both roles with installed models, and with `fake/remote`, which is not installed. */
export function fakeModels({
  loadEmbedder = (name) => Promise.resolve(new FakeEmbedder(name)),
  loadReranker = () => Promise.resolve(new FakeReranker()),
}: {
  readonly loadEmbedder?: ModelLoader<DemoEmbedder>;
  readonly loadReranker?: ModelLoader<Reranker & LoadedModel>;
} = {}): RolesModels {
  const embedders = [supported('fake/embedder'), supported('fake/other'), remoteModel];
  return {
    embedder: { catalogue: new ModelCatalogue(embedders), load: loadEmbedder },
    reranker: { catalogue: new ModelCatalogue([supported('fake/reranker')]), load: loadReranker },
  };
}

const remoteModel: SupportedModel = {
  ...supported('fake/remote'),
  bundled: false,
  license: 'cc-by-nc-4.0',
  sizeInGB: 1.11,
  sources: { hf: 'fake/remote' },
};

function supported(model: string): SupportedModel {
  const modelFile = 'onnx/model.onnx';
  return {
    model,
    description: `About ${model}`,
    license: 'mit',
    sources: {},
    modelFile,
    additionalFiles: [],
    bundled: true,
  };
}

function spansOf(text: string): TextSpan[] {
  return Array.from(text.matchAll(/\S+/g), ({ 0: word, index }) => ({ start: index, end: index + word.length }));
}

function vectorOf(text: string): Float32Array {
  return Float32Array.of(text.length + 1, (text.split(' ')[0] ?? '').length + 1);
}
