import { type HybridKind, ModelFileError, pickOptions, requireOneOf, requireOptions } from '@x/core';
import { locateModel, type ModelSource, modelSourceOptionKinds } from '@x/model-hub';
import { type OnnxModel, type ReductionReference, runtimeOptionKinds } from '@x/onnx-runtime';
import { requireSpecialTokens, type Tokenizer, type TruncationPolicy } from '@x/tokenizer';

import { hybridModels } from '../catalogue/catalogues.ts';
import { refuseOtherClasses } from '../catalogue/refuse-other-classes.ts';
import type { SupportedHybridTextEmbeddingModel } from '../catalogue/supported-hybrid-model.ts';
import { roomBehind } from '../fitting-chunker.ts';
import { openParts } from '../open-parts.ts';
import { modelOptionKinds } from '../option-kinds.ts';
import type { HybridReductionOptions } from './hybrid-reduction.ts';
import type { HybridTextEmbeddingOptions } from './hybrid-text-embedding-options.ts';
import { hybridKinds } from './packed-embedding.ts';

/** The parts of a loaded model. */
export interface LoadedHybrid {
  readonly description: SupportedHybridTextEmbeddingModel;
  readonly source: ModelSource;
  readonly tokenizer: Tokenizer;
  readonly model: OnnxModel;
  readonly truncationPolicy: TruncationPolicy;
  /** Number of tokens of a passage that the model reads, without special tokens. */
  readonly passageRoom: number;
}

/** Finds a model's files and opens the model. Options are checked before any file is read. */
export async function loadHybrid(modelName: string, options: HybridTextEmbeddingOptions): Promise<LoadedHybrid> {
  refuseOtherClasses(modelName, 'HybridTextEmbedding');
  const description = hybridModels.require(modelName);
  const { model: name, license, dimension, unweighedTokenIds } = description;
  requireOptions(options, modelOptionKinds);
  const { maxLength, truncationPolicy = 'warn', specialTokens, dtype, onProgress } = options;
  requireOneOf(truncationPolicy, 'truncationPolicy', ['warn', 'truncate', 'error']);
  requireSpecialTokens(specialTokens);
  const source = pickOptions(options, modelSourceOptionKinds);
  const { resolved } = await locateModel(name, { ...source, dtype, catalogue: hybridModels });
  const reductionOf = (kinds: readonly HybridKind[]): ReductionReference => {
    const reduction: HybridReductionOptions = { dimension, unweighedTokenIds, kinds };
    return { module: new URL('./hybrid-reduction.js', import.meta.url).href, options: reduction };
  };
  const { tokenizer, model } = await openParts(resolved, {
    ...pickOptions(options, runtimeOptionKinds),
    name,
    license,
    maxLength,
    specialTokens,
    onProgress,
    signal: options.signal,
    reduction: reductionOf(hybridKinds),
    namedReductions: async () =>
      Object.fromEntries(selections().map((kinds) => [hybridReduction(kinds), reductionOf(kinds)])),
  });
  try {
    requireThreeOutputs(model, resolved.modelFile);
  } catch (error) {
    await model.dispose();
    throw error;
  }
  const passageRoom = await roomBehind(tokenizer, '');
  return { description, source: resolved.source, tokenizer, model, truncationPolicy, passageRoom };
}

/** Returns the name of the reduction for these kinds, in any order. */
export function hybridReduction(kinds: readonly HybridKind[]): string {
  return hybridKinds.filter((kind) => kinds.includes(kind)).join(' and ');
}

/** Returns every non-empty selection of kinds. */
function selections(): HybridKind[][] {
  const all = hybridKinds.reduce<HybridKind[][]>(
    (chosen, kind) => [...chosen, ...chosen.map((kinds) => [...kinds, kind])],
    [[]],
  );
  return all.filter(({ length }) => length > 0);
}

/** Refuses an export of only the encoder. It lacks the layers for weights and rows, which are in PyTorch files that are not supported. */
function requireThreeOutputs({ outputNames }: OnnxModel, path: string): void {
  if (outputNames.length >= 3) return;
  const outputs = outputNames.join(', ');
  const message = `the graph has only the outputs ${outputs}. Use an export with three outputs, such as gpahal/bge-m3-onnx-int8. The files sparse_linear.pt and colbert_linear.pt of the original are not supported.`;
  throw new ModelFileError({ path, problem: 'invalid', message });
}
