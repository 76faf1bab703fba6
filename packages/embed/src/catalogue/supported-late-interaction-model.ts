import type { CatalogueEntry } from '@x/model-hub';

/** One model that was trained for late interaction. */
export interface SupportedLateInteractionTextEmbeddingModel
  extends
    Required<Omit<CatalogueEntry, 'modular' | 'bundled' | 'npmPackage' | 'factsFrom'>>,
    Pick<CatalogueEntry, 'bundled' | 'factsFrom'> {
  /** Components of each row. */
  readonly dimension: number;
  /** Id that is put behind the first token of a query. */
  readonly queryMarkerId: number;
  /** Id that is put behind the first token of a document. */
  readonly documentMarkerId: number;
  /** Whether queries are filled up to 32 tokens with masks; where not, their rows are scaled to length 1, as those of documents are. @default true */
  readonly expandsQueries?: boolean;
  /** Token that short queries are filled up with. */
  readonly maskToken: string;
  /** Whether a query's tokens look at those masks. */
  readonly attendsMasks: boolean;
  /** Whether the punctuation of a document gets no rows. @default true */
  readonly skipsPunctuation?: boolean;
  /** Whether the token limit that the tokenizer's files state counts the marker; where not, a text may be one token longer. @default true */
  readonly limitCountsMarker?: boolean;
  /** `hf`: repository on the Hugging Face hub. */
  readonly sources: { readonly hf: string };
}
