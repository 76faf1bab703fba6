import type { CompleteEntry } from '@x/model-hub';

import type { Matryoshka } from '../matryoshka.ts';
import type { Pooling } from '../pooling/pooling.ts';

/** One model that can be loaded by name. */
export interface SupportedTextEmbeddingModel extends CompleteEntry {
  /** Components of a vector. */
  readonly dimension: number;
  readonly pooling: Pooling;
  /** Position or name of the graph's output that is read. @default 0 */
  readonly output?: number | string;
  /** Whether vectors are scaled to unit length, as FastEmbed does for this model. */
  readonly normalize: boolean;
  /** Token limit that the description states. The limit that holds is `TextEmbedding.maxLength` of the loaded model. */
  readonly documentedMaxLength?: number;
  /** Token limit of the tokenizer in the hub repository, where it is known to differ from the documented one (qdrant/fastembed#689, #531). */
  readonly hubMaxLength?: number;
  /**
   * What the model's card has users write in front of queries and passages. Not added unless `prefixes: 'model'` is asked for, as in
   * FastEmbed; absent where the card asks for none.
   */
  readonly prefixes?: { readonly query: string; readonly passage: string };
  /**
   * Tasks that the weights have an adapter for: the name that a call gives as `task`, and the number that the graph takes as `task_id`.
   * Absent for models with one task.
   */
  readonly tasks?: Readonly<Record<string, number>>;
  /** The tasks of queries, and of passages and everything else, where a call names none. Present where `tasks` is. */
  readonly defaultTasks?: { readonly query: string; readonly passage: string };
  /**
   * Length in tokens that every text is padded to, for a graph whose vector stands at a fixed place. It is the longest that such a model
   * reads.
   */
  readonly padToLength?: number;
  /** The model that embeds the documents for this one's queries, where that is another one; see `asymmetricEmbedder`. @default the model itself */
  readonly documentModel?: string;
  /** How far vectors may be shortened, for models that were trained for it. */
  readonly matryoshka?: Matryoshka;
  /** `hf`: repository on the Hugging Face hub. `url`: FastEmbed's archive, not used here. */
  readonly sources: { readonly hf?: string; readonly url?: string };
  /** Where the facts are from. @default FastEmbed's own list */
  readonly factsFrom?: string;
}

/** A model of your own: what cannot be known from its name. The rest has defaults. */
export type CustomTextEmbeddingModel = Pick<
  SupportedTextEmbeddingModel,
  'model' | 'dimension' | 'pooling' | 'normalize'
> &
  Partial<SupportedTextEmbeddingModel>;
