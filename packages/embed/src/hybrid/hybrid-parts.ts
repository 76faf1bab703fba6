import {
  type EmbedderCallOptions,
  type HybridEmbedder,
  type HybridPart,
  type MultiVectorEmbedder,
  requireFilledText,
  type SparseEmbedder,
  type TokenEmbedder,
} from '@x/core';
import type { Tokenizer } from '@x/tokenizer';

import { tokenSpansBehind } from '../late-interaction/token-spans-behind.ts';

const denseAndRows = ['dense', 'multiVector'] as const;

/** The embedders of the three kinds of a model. */
export type HybridParts = Pick<HybridEmbedder, 'dense' | 'sparse' | 'multiVector'>;

/** What parts take from their model. */
export interface HybridPartSource {
  readonly dimension: number;
  readonly tokenizer: Tokenizer;
}

/** Makes the three embedders of a model. Each of their calls is one of the model's own, with its kind. */
export function hybridParts(hybrid: HybridEmbedder, { dimension, tokenizer }: HybridPartSource): HybridParts {
  const { modelName } = hybrid;
  return {
    dense: densePart(hybrid, { dimension, tokenizer }),
    sparse: {
      modelName,
      hybrid,
      async passageEmbed(documents, options = {}) {
        return (await hybrid.passageEmbed(documents, { ...options, kinds: ['sparse'] })).map(({ sparse }) => sparse);
      },
      async queryEmbed(query, options = {}) {
        return (await hybrid.queryEmbed(query, { ...options, kinds: ['sparse'] })).sparse;
      },
    } satisfies SparseEmbedder & HybridPart,
    multiVector: {
      modelName,
      dimension,
      hybrid,
      async passageEmbed(documents, options = {}) {
        const embeddings = await hybrid.passageEmbed(documents, { ...options, kinds: ['multiVector'] });
        return embeddings.map(({ multiVector }) => [...multiVector]);
      },
      async queryEmbed(query, options = {}) {
        return [...(await hybrid.queryEmbed(query, { ...options, kinds: ['multiVector'] })).multiVector];
      },
    } satisfies MultiVectorEmbedder & HybridPart,
  };
}

function densePart(hybrid: HybridEmbedder, { dimension, tokenizer }: HybridPartSource): TokenEmbedder & HybridPart {
  // The first token has no row.
  const spansOf = async (texts: readonly string[], options: EmbedderCallOptions) => {
    const spans = await tokenSpansBehind(tokenizer, texts, { ...options, prefix: '' });
    return spans.map((places) => places.slice(1));
  };
  return {
    modelName: hybrid.modelName,
    dimension,
    hasTokenVectors: true,
    hybrid,
    async passageEmbed(documents, options = {}) {
      return (await hybrid.passageEmbed(documents, { ...options, kinds: ['dense'] })).map(({ dense }) => dense);
    },
    async queryEmbed(query, options = {}) {
      return (await hybrid.queryEmbed(query, { ...options, kinds: ['dense'] })).dense;
    },
    async passageEmbedWithTokens(documents, options = {}) {
      const embeddings = await hybrid.passageEmbed(documents, { ...options, kinds: denseAndRows });
      return embeddings.map(({ dense, multiVector }) => ({ vector: dense, tokenVectors: multiVector }));
    },
    async queryEmbedWithTokens(query, options = {}) {
      const { dense, multiVector } = await hybrid.queryEmbed(query, { ...options, kinds: denseAndRows });
      return { vector: dense, tokenVectors: multiVector };
    },
    passageTokenSpans: async (documents, options = {}) => spansOf(documents, options),
    queryTokenSpans: async (query, options = {}) => (await spansOf([requireFilledText(query, 'query')], options))[0]!,
  };
}
