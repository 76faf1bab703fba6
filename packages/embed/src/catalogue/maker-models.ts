import type { CustomHybridTextEmbeddingModel } from './supported-hybrid-model.ts';
import type { SupportedLateInteractionTextEmbeddingModel } from './supported-late-interaction-model.ts';
import type { SupportedSparseTextEmbeddingModel } from './supported-sparse-model.ts';
import type { StaticModelFacts } from './supported-static-model.ts';
import type { CustomTextEmbeddingModel } from './supported-text-embedding-model.ts';

/**
 * The models of one maker, by the kind of their vectors.
 *
 * Facts come from FastEmbed (qdrant/fastembed, `fastembed/text`, `sparse`, `late_interaction`), prefixes from the models' cards. For a
 * model that FastEmbed does not list, `factsFrom` states their source (pages of huggingface.co, as stored in public archives). Unknown facts are
 * left out.
 */
export interface MakerModels {
  /** Models that return one vector for each text. The entries have the form and the defaults of `TextEmbedding.addCustomModel`. */
  readonly dense?: readonly CustomTextEmbeddingModel[];
  /** Models that return one vector for each text, from a table of token vectors. */
  readonly static?: readonly StaticModelFacts[];
  /** Models that return a weight for each of a few words. */
  readonly sparse?: readonly SupportedSparseTextEmbeddingModel[];
  /** Models that return one vector for each token. */
  readonly lateInteraction?: readonly SupportedLateInteractionTextEmbeddingModel[];
  /** Models that return vectors of all three kinds in one pass. The entries have the form of `HybridTextEmbedding.addCustomModel`. */
  readonly hybrid?: readonly CustomHybridTextEmbeddingModel[];
}
