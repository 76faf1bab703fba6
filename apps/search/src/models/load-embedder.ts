import { createRequire } from 'node:module';
import { dirname } from 'node:path';

import type { Chunker, Embedder, ProgressListener, TokenEmbedder } from '@x/core';
import { StaticTextEmbedding, TextEmbedding } from '@x/embed';
import { RemoteEmbedder } from '@x/remote-models';
import { createChunker, Tokenizer } from '@x/tokenizer';

import { passageTokens } from './search-models.ts';

/** A service that runs a model. */
export interface RemoteService {
  readonly url: string;
  readonly apiKey?: string | undefined;
}

/** The embedding model to load, and the service that runs it. */
export interface EmbedderChoice {
  readonly model: string;
  /** The OpenAI-compatible service that runs the model; `undefined` to run it locally. */
  readonly service: RemoteService | undefined;
  /** True to open no connection to a model hub. */
  readonly offline: boolean;
  readonly onProgress?: ProgressListener | undefined;
}

/** An embedder and the chunker that splits texts for it. */
export interface LoadedEmbedder extends AsyncDisposable {
  readonly embedder: Embedder | TokenEmbedder;
  readonly chunker: Chunker;
}

/** Finds the bundled models beside this program, whatever the working directory. */
export const searchFrom = [import.meta.url];

/** Loads an embedder: remote, static or local. */
export async function loadEmbedder({ model, service, offline, onProgress }: EmbedderChoice): Promise<LoadedEmbedder> {
  if (service !== undefined) {
    const embedder = await RemoteEmbedder.load({
      model,
      url: service.url,
      ...(service.apiKey && { apiKey: service.apiKey }),
    });
    return { embedder, chunker: await bundledChunker(), [Symbol.asyncDispose]: async () => {} };
  }
  const loading = { offline, searchFrom, truncationPolicy: 'truncate', ...(onProgress && { onProgress }) } as const;
  const isStatic = StaticTextEmbedding.listSupportedModels().some((known) => known.model === model);
  if (isStatic) {
    const embedder = await StaticTextEmbedding.load(model, loading);
    return { embedder, chunker: await bundledChunker(), [Symbol.asyncDispose]: () => embedder.dispose() };
  }
  const embedder = await TextEmbedding.load(model, { ...loading, prefixes: 'model' });
  const chunker = embedder.chunker({ maxTokens: passageTokens });
  return { embedder, chunker, [Symbol.asyncDispose]: () => embedder.dispose() };
}

/** Returns a chunker that counts the tokens of the bundled model. Tokens of other models have about the same length. */
async function bundledChunker(): Promise<Chunker> {
  const file = createRequire(import.meta.url).resolve('@x/model-all-minilm-l6-v2/tokenizer.json');
  return createChunker(await Tokenizer.load(dirname(file)), { maxTokens: passageTokens });
}
