import {
  type EmbedderCallOptions,
  type HybridCallOptions,
  type HybridEmbedder,
  type HybridKind,
  type HybridPart,
  type MultiVectorEmbedder,
  requireFilledText,
  requireOptions,
  type SparseEmbedder,
  type TokenEmbedder,
} from '@x/core';
import type { Tokenizer } from '@x/tokenizer';

import { embedderCallOptionKinds } from '../option-kinds.ts';
import { tokenSpansAfterPrefix } from '../late-interaction/token-spans-after-prefix.ts';

/** The three embedders of a hybrid model, one for each kind of vector. */
export type HybridParts = Pick<HybridEmbedder, 'dense' | 'sparse' | 'multiVector'>;

/** The properties of the model that its parts need. */
export interface HybridPartSource {
  readonly dimension: number;
  readonly tokenizer: Tokenizer;
  /** The options that change the vectors of documents. */
  readonly documentSettings: string | undefined;
}

/** Creates the three embedders of a model. Each of their calls is a call of the model with one or two kinds. */
export function hybridParts(hybrid: HybridEmbedder, source: HybridPartSource): HybridParts {
  const { dimension, documentSettings } = source;
  const { modelName } = hybrid;
  return {
    dense: densePart(hybrid, source),
    sparse: {
      modelName,
      documentSettings,
      hybrid,
      async passageEmbed(documents, options = {}) {
        return (await hybrid.passageEmbed(documents, only(['sparse'], options))).map(({ sparse }) => sparse);
      },
      async queryEmbed(query, options = {}) {
        return (await hybrid.queryEmbed(query, only(['sparse'], options))).sparse;
      },
    } satisfies SparseEmbedder & HybridPart,
    multiVector: {
      modelName,
      dimension,
      documentSettings,
      hybrid,
      async passageEmbed(documents, options = {}) {
        const embeddings = await hybrid.passageEmbed(documents, only(['multiVector'], options));
        return embeddings.map(({ multiVector }) => [...multiVector]);
      },
      async queryEmbed(query, options = {}) {
        return [...(await hybrid.queryEmbed(query, only(['multiVector'], options))).multiVector];
      },
    } satisfies MultiVectorEmbedder & HybridPart,
  };
}

function densePart(
  hybrid: HybridEmbedder,
  { dimension, tokenizer, documentSettings }: HybridPartSource,
): TokenEmbedder & HybridPart {
  // A multivector has no row for the first token.
  const spansOf = async (texts: readonly string[], options: EmbedderCallOptions) => {
    const { signal } = requireOptions(options, embedderCallOptionKinds);
    const spans = await tokenSpansAfterPrefix(tokenizer, texts, { prefix: '', signal });
    return spans.map((places) => places.slice(1));
  };
  return {
    modelName: hybrid.modelName,
    dimension,
    documentSettings,
    hasTokenVectors: true,
    hybrid,
    async passageEmbed(documents, options = {}) {
      return (await hybrid.passageEmbed(documents, only(['dense'], options))).map(({ dense }) => dense);
    },
    async queryEmbed(query, options = {}) {
      return (await hybrid.queryEmbed(query, only(['dense'], options))).dense;
    },
    async passageEmbedWithTokens(documents, options = {}) {
      const embeddings = await hybrid.passageEmbed(documents, only(['dense', 'multiVector'], options));
      return embeddings.map(({ dense, multiVector }) => ({ vector: dense, tokenVectors: multiVector }));
    },
    async queryEmbedWithTokens(query, options = {}) {
      const { dense, multiVector } = await hybrid.queryEmbed(query, only(['dense', 'multiVector'], options));
      return { vector: dense, tokenVectors: multiVector };
    },
    passageTokenSpans: async (documents, options = {}) => spansOf(documents, options),
    queryTokenSpans: async (query, options = {}) => (await spansOf([requireFilledText(query, 'query')], options))[0]!,
  };
}

/** Returns the options of a part as options of its model, with `kinds`. */
function only<Kind extends HybridKind>(kinds: readonly Kind[], options: EmbedderCallOptions): HybridCallOptions<Kind> {
  return { ...requireOptions(options, embedderCallOptionKinds), kinds };
}
