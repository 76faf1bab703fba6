import type { CustomHybridTextEmbeddingModel } from './supported-hybrid-model.ts';
import type { SupportedLateInteractionTextEmbeddingModel } from './supported-late-interaction-model.ts';
import type { SupportedSparseTextEmbeddingModel } from './supported-sparse-model.ts';
import type { StaticModelFacts } from './supported-static-model.ts';
import type { CustomTextEmbeddingModel } from './supported-text-embedding-model.ts';

/**
 * The models of one maker, by what they make of a text.
 *
 * Facts are FastEmbed's (qdrant/fastembed, `fastembed/text`, `sparse`, `late_interaction`), and prefixes are those of the models' cards. A
 * model that FastEmbed does not list says in `factsFrom` where its facts are from (pages of huggingface.co, as stored in public archives);
 * what is not known is left out.
 */
export interface MakerModels {
  /** One vector for each text; written as for `TextEmbedding.addCustomModel`, with its defaults. */
  readonly dense?: readonly CustomTextEmbeddingModel[];
  /** One vector for each text, from a table. */
  readonly static?: readonly StaticModelFacts[];
  /** Few words of many, each with a weight. */
  readonly sparse?: readonly SupportedSparseTextEmbeddingModel[];
  /** One vector for each token. */
  readonly lateInteraction?: readonly SupportedLateInteractionTextEmbeddingModel[];
  /** All three from one pass; written as for `HybridTextEmbedding.addCustomModel`. */
  readonly hybrid?: readonly CustomHybridTextEmbeddingModel[];
}
