import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ModelFileError, pickOptions, requireOneOf, withoutByteOrderMark } from '@x/core';
import { locateModel, modelSourceOptionKinds } from '@x/model-hub';
import { runtimeOptionKinds } from '@x/onnx-runtime';
import { requireSpecialTokens, type Tokenizer } from '@x/tokenizer';

import { sparseModels } from '../../catalogue/catalogues.ts';
import type { SupportedSparseTextEmbeddingModel } from '../../catalogue/supported-sparse-model.ts';
import { openParts } from '../../open-parts.ts';
import type { SparseTextEmbeddingOptions } from '../sparse-text-embedding-options.ts';
import { SpladeEncoder } from './splade-encoder.ts';
import type { VocabularyMaximaOptions } from './vocabulary-maxima.ts';

// The logits of one token take 122 kB. A quarter of the usual budget keeps those of a micro-batch at 31 MB.
const defaultBatchTokens = 256;
// Queries of this model are looked up in a table; the model does not run.
const documentOnlyModel = 'opensearch-project/opensearch-neural-sparse-encoding-doc-v3-gte';
const unweightedTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/**
 * Finds a model's files and opens the model. Options are checked before any file is read.
 *
 * Both models use BERT's vocabulary. The model with the query table leaves special tokens out of documents and queries, as in FastEmbed
 * (fastembed/sparse/splade_pp.py, if_splade.py).
 */
export async function loadSplade(
  { model: name, license }: SupportedSparseTextEmbeddingModel,
  options: SparseTextEmbeddingOptions,
): Promise<SpladeEncoder> {
  const { maxLength, truncationPolicy = 'warn', specialTokens, dtype, onProgress, signal } = options;
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  requireSpecialTokens(specialTokens);
  const source = pickOptions(options, modelSourceOptionKinds);
  const { resolved } = await locateModel(name, { ...source, dtype, catalogue: sparseModels });
  const isDocumentOnly = name === documentOnlyModel;
  const reduction: VocabularyMaximaOptions = { vocabularySize: 30_522, logarithms: isDocumentOnly ? 2 : 1 };
  const { tokenizer, model } = await openParts(resolved, {
    maxBatchTokens: defaultBatchTokens,
    ...pickOptions(options, runtimeOptionKinds),
    onProgress,
    signal,
    name,
    license,
    maxLength,
    specialTokens,
    reduction: { module: new URL('./vocabulary-maxima.js', import.meta.url).href, options: reduction },
  });
  if (!isDocumentOnly) return new SpladeEncoder({ name, tokenizer, model, truncationPolicy });
  try {
    const excludedIds = new Set(unweightedTokens.flatMap((token) => tokenizer.tokenId(token) ?? []));
    const queryWeights = await readQueryWeights(join(resolved.directory, 'idf.json'), tokenizer);
    signal?.throwIfAborted();
    return new SpladeEncoder({ name, tokenizer, model, truncationPolicy, excludedIds, queryWeights });
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

/** Reads the weights of words in queries, by id. Words that are not in the vocabulary are left out. */
async function readQueryWeights(path: string, tokenizer: Tokenizer): Promise<ReadonlyMap<number, number>> {
  const message = 'the file is not a JSON object that maps each word to its query weight. Fetch it again.';
  const weights = await readFile(path, 'utf8')
    .then((text) => JSON.parse(withoutByteOrderMark(text)) as unknown)
    .catch((cause: unknown) => {
      throw new ModelFileError({ path, problem: 'invalid', message, cause });
    });
  if (typeof weights !== 'object' || weights === null || !Object.values(weights).every(Number.isFinite)) {
    throw new ModelFileError({ path, problem: 'invalid', message });
  }
  return new Map(
    Object.entries(weights as Record<string, number>).flatMap(([word, weight]) => {
      const id = tokenizer.tokenId(word);
      return id === undefined ? [] : [[id, weight] as const];
    }),
  );
}
