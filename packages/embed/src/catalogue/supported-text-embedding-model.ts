import type { CompleteEntry } from '@x/model-hub';

import type { Matryoshka } from '../matryoshka.ts';
import type { Pooling } from '../pooling/pooling.ts';

/** A model that can be loaded by name. */
export interface SupportedTextEmbeddingModel extends CompleteEntry {
  /** Dimension of a vector. */
  readonly dimension: number;
  readonly pooling: Pooling;
  /** Index or name of the graph's output to read. @default 0 */
  readonly output?: number | string;
  /** Whether vectors are scaled to unit length, as FastEmbed does for this model. */
  readonly normalize: boolean;
  /** Token limit in the description. The limit in effect is `TextEmbedding.maxLength` of the loaded model. */
  readonly documentedMaxLength?: number;
  /** Token limit of the tokenizer in the hub repository, if it is known to differ from the documented one (qdrant/fastembed#689, #531). */
  readonly hubMaxLength?: number;
  /**
   * Prefixes of queries and passages from the model's card. Added only with `prefixes: 'model'`, because FastEmbed adds none. Absent when the
   * card requires none.
   */
  readonly prefixes?: { readonly query: string; readonly passage: string };
  /**
   * Tasks for which the weights have an adapter: the name for a call's option `task`, and the number for the graph's input `task_id`.
   * Absent for models with one task.
   */
  readonly tasks?: Readonly<Record<string, number>>;
  /** The tasks when a call names none: `query` for queries, `passage` for all other texts. Present if `tasks` is. */
  readonly defaultTasks?: { readonly query: string; readonly passage: string };
  /**
   * Length in tokens to which every text is padded, for a graph that reads its vector at a fixed position. It is also the token limit of such a
   * model.
   */
  readonly padToLength?: number;
  /** The model that embeds the documents for this model's queries, if it is a different one; see `asymmetricEmbedder`. @default the model itself */
  readonly documentModel?: string;
  /** How far vectors may be shortened, for models that were trained for shorter vectors. */
  readonly matryoshka?: Matryoshka;
  /** `hf`: repository on the Hugging Face hub. `url`: FastEmbed's archive, which is not used. */
  readonly sources: { readonly hf?: string; readonly url?: string };
  /** Source of the facts. @default FastEmbed's own list */
  readonly factsFrom?: string;
}

/** A custom model. The fields that cannot be derived from its name are required; the others have defaults. */
export type CustomTextEmbeddingModel = Pick<
  SupportedTextEmbeddingModel,
  'model' | 'dimension' | 'pooling' | 'normalize'
> &
  Partial<SupportedTextEmbeddingModel>;
