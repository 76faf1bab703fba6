import type { CatalogueEntry } from '@x/model-hub';

/** One model that was trained for late interaction. */
export interface SupportedLateInteractionTextEmbeddingModel
  extends
    Required<Omit<CatalogueEntry, 'modular' | 'bundled' | 'factsFrom'>>,
    Pick<CatalogueEntry, 'bundled' | 'factsFrom'> {
  /** Components of each row. */
  readonly dimension: number;
  /** Id that is put behind the first token of a query. */
  readonly queryMarkerId: number;
  /** Id that is put behind the first token of a document. */
  readonly documentMarkerId: number;
  /** Token that short queries are filled up with. */
  readonly maskToken: string;
  /** Whether a query's tokens look at those masks. */
  readonly attendsMasks: boolean;
  /** `hf`: repository on the Hugging Face hub. */
  readonly sources: { readonly hf: string };
}
