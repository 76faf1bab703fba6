import {
  type Embedder,
  onAbort,
  type OptionKinds,
  requireEmbedding,
  requireEmbeddings,
  requireFilledText,
  requireOneOf,
  requireOptions,
  requireTexts,
} from '@x/core';
import type { TruncationReport } from '@x/tokenizer';

import { requireDocumentEmbedder, requireEmbedder } from '../require-embedder.ts';
import type { EmbedOptions } from '../text-embedding-options.ts';
import type {
  EmbeddingModelV3,
  EmbeddingModelV3CallOptions,
  EmbeddingModelV3Result,
  EmbeddingModelV3Warning,
} from './embedding-model-v3.ts';

/** Options of {@link toEmbeddingModel}. A call may override each in `providerOptions.x`. */
export interface EmbeddingModelOptions {
  /**
   * The use of the values: `document` embeds them with `passageEmbed`, `query` with `queryEmbed`. Models without prefixes, and models loaded
   * without `prefixes: 'model'`, may return the same vectors for both. @default 'document'
   */
  readonly inputType?: 'query' | 'document';
  /** Dimension of each vector, for models trained for shorter vectors. The option `dimensions` of ai@7 overrides it. @default the model's own */
  readonly dimension?: number;
}

const optionKinds: OptionKinds<EmbeddingModelOptions> = { inputType: 'text', dimension: 'number' };

/**
 * Wraps an embedder as a model for `embed` and `embedMany` of the AI SDK. The caller still disposes of the embedder.
 *
 * With a model of this package, each call returns one warning for all truncated values. Errors are not API errors, so the AI SDK never retries them.
 *
 * @throws {InvalidArgumentError} when `embedder` is not an embedder, or an option has the wrong type.
 *
 * @example
 * const documents = toEmbeddingModel(embedder);
 * const queries = toEmbeddingModel(embedder, { inputType: 'query' });
 * const { embeddings } = await embedMany({ model: documents, values: ['Bees collect nectar.'] });
 * const { embedding } = await embed({ model: queries, value: 'who collects nectar?' });
 * embedding.length; // => 384
 */
export function toEmbeddingModel(embedder: Embedder, options: EmbeddingModelOptions = {}): EmbeddingModelV3 {
  requireEmbedder(embedder, 'embedder');
  requireSettings(options, 'options');
  return {
    specificationVersion: 'v3',
    provider: 'x',
    modelId: embedder.modelName,
    // The engine splits large calls itself and packs the texts of simultaneous calls together.
    maxEmbeddingsPerCall: undefined,
    supportsParallelCalls: true,
    doEmbed: async (call) => {
      const ofCall = requireSettings(call.providerOptions?.['x'] ?? {}, 'providerOptions.x');
      const dimension = call.dimensions ?? ofCall.dimension ?? options.dimension;
      const inputType = ofCall.inputType ?? options.inputType ?? 'document';
      return embedValues(embedder, call, { inputType, ...(dimension !== undefined && { dimension }) });
    },
  };
}

function requireSettings(settings: EmbeddingModelOptions, parameter: string): EmbeddingModelOptions {
  const { inputType } = requireOptions(settings, optionKinds, parameter);
  if (inputType !== undefined) requireOneOf(inputType, 'inputType', ['query', 'document']);
  return settings;
}

// An embedder of another package may send a request for each query, and a server limits how many it takes.
const queriesAtOnce = 32;

async function embedValues(
  embedder: Embedder,
  { values, abortSignal }: EmbeddingModelV3CallOptions,
  { inputType, dimension }: EmbeddingModelOptions,
): Promise<EmbeddingModelV3Result> {
  const isQuery = inputType === 'query';
  requireTexts(values, 'values');
  // Checked before the first query runs.
  if (isQuery) for (const [index, value] of values.entries()) requireFilledText(value, `values[${index}]`);
  else requireDocumentEmbedder(embedder, 'embedder');
  const cut: TruncationReport[] = [];
  let tokens = values.length === 0 ? 0 : undefined;
  // Other embedders may refuse or ignore options outside the contract. `onTruncation` is therefore passed only to models of this package.
  const isOwn = 'embedWithReport' in embedder;
  // Models of this package pack concurrent calls into batches.
  const atOnce = isOwn || 'hybrid' in embedder ? values.length : queriesAtOnce;
  const callOptions = (signal: AbortSignal | undefined, firstIndex = 0): EmbedOptions => ({
    ...(signal && { signal }),
    ...(dimension !== undefined && { dimension }),
    ...(isOwn && { onTruncation: (report) => cut.push({ ...report, index: firstIndex + report.index }) }),
    onUsage: (usage) => (tokens = (tokens ?? 0) + usage.tokens),
  });
  const vectors = isQuery
    ? await embedEach(values, { atOnce, signal: abortSignal }, async (value, index, signal) =>
        requireEmbedding(embedder, await embedder.queryEmbed(value, callOptions(signal, index))),
      )
    : requireEmbeddings(embedder, await embedder.passageEmbed(values, callOptions(abortSignal)), values.length);
  return {
    // The specification requires plain arrays: a Float32Array becomes an object in JSON.
    embeddings: vectors.map((vector) => Array.from(vector)),
    ...(tokens !== undefined && { usage: { tokens } }),
    warnings: [...warnOfTruncations(cut, values.length), ...warnOfDimension(vectors[0]?.length, dimension)],
  };
}

/**
 * Calls `embed` for each value, `atOnce` at a time, and returns the results in input order. When one call fails or `signal` aborts, the others are aborted.
 * Each call has its own signal, because Node.js warns about more than ten listeners on one.
 */
async function embedEach<Result>(
  values: readonly string[],
  { atOnce, signal }: { readonly atOnce: number; readonly signal: AbortSignal | undefined },
  embed: (value: string, index: number, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const controllers = values.map(() => new AbortController());
  const abortAll = (reason: unknown): void => controllers.forEach((controller) => controller.abort(reason));
  using _ = onAbort(signal, abortAll);
  const results: Result[] = [];
  const waiting = values.entries();
  const work = async (): Promise<void> => {
    for (const [index, value] of waiting) {
      const own = controllers[index]!.signal;
      own.throwIfAborted();
      results[index] = await embed(value, index, own);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, values.length) }, work));
  } catch (error) {
    abortAll(error);
    throw error;
  }
  return results;
}

function warnOfTruncations(cut: readonly TruncationReport[], total: number): EmbeddingModelV3Warning[] {
  if (cut.length === 0) return [];
  const tokens = cut.reduce((sum, { truncatedTokens }) => sum + truncatedTokens, 0);
  const first = cut.reduce((least, { index }) => Math.min(least, index), total);
  const message = `${cut.length} of ${total} values were truncated to the model's limit (${tokens} tokens in all, the first at index ${first}).`;
  return [{ type: 'other', message }];
}

function warnOfDimension(length: number | undefined, dimension: number | undefined): EmbeddingModelV3Warning[] {
  if (length === undefined || dimension === undefined || length === dimension) return [];
  const details = `The embedder returned vectors of ${length} components instead of ${dimension}.`;
  return [{ type: 'unsupported', feature: 'dimensions', details }];
}
