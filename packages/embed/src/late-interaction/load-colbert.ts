import { pickOptions, requireInteger, requireOneOf } from '@x/core';
import { locateModel, modelSourceOptionKinds } from '@x/model-hub';
import { runtimeOptionKinds } from '@x/onnx-runtime';
import { requireSpecialTokens } from '@x/tokenizer';

import { lateInteractionModels } from '../catalogue/catalogues.ts';
import type { SupportedLateInteractionTextEmbeddingModel } from '../catalogue/supported-late-interaction-model.ts';
import type { LoadedParts } from '../load-parts.ts';
import { openParts } from '../open-parts.ts';
import { ColbertRules } from './colbert-rules.ts';
import type { LateInteractionTextEmbeddingOptions } from './late-interaction-text-embedding-options.ts';

/** Parts of a model that returns a row for each token. ColBERT models also have rules. */
export interface LateInteractionParts extends Omit<
  LoadedParts,
  'description' | 'layers' | 'prefixes' | 'passageRoom' | 'poolsPrefixes'
> {
  readonly description: {
    readonly model: string;
    readonly dimension: number;
    readonly license?: string;
  };
  readonly rules?: ColbertRules;
}

/** Finds a ColBERT model's files and opens the model. Options are checked before any file is read. */
export async function loadColbert(
  description: SupportedLateInteractionTextEmbeddingModel,
  options: LateInteractionTextEmbeddingOptions,
): Promise<LateInteractionParts> {
  const { model: name, license, dimension, queryMarkerId, documentMarkerId, limitCountsMarker = true } = description;
  const { maxLength, truncationPolicy = 'warn', specialTokens, dtype, onProgress, signal } = options;
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  requireSpecialTokens(specialTokens);
  // [CLS], the marker, [SEP], and at least one token of text.
  if (maxLength !== undefined) requireInteger(maxLength, 'maxLength', { min: 4 });
  const source = pickOptions(options, modelSourceOptionKinds);
  const { resolved } = await locateModel(name, { ...source, dtype, catalogue: lateInteractionModels });
  const { tokenizer, model } = await openParts(resolved, {
    ...pickOptions(options, runtimeOptionKinds),
    name,
    license,
    maxLength,
    reservedTokens: limitCountsMarker || maxLength !== undefined ? 1 : 0,
    specialTokens,
    onProgress,
    signal,
    markerIds: [queryMarkerId, documentMarkerId],
    reduction: {
      module: new URL('./token-vectors.js', import.meta.url).href,
      options: { dimension, raw: true },
    },
  });
  try {
    const rules = await ColbertRules.create(tokenizer, description);
    signal?.throwIfAborted();
    return { description, source: resolved.source, tokenizer, model, truncationPolicy, rules };
  } catch (error) {
    await model.dispose();
    throw error;
  }
}
