import type { CatalogueEntry } from '@x/model-hub';

/** A model that was trained for late interaction. */
export interface SupportedLateInteractionTextEmbeddingModel
  extends
    Required<Omit<CatalogueEntry, 'modular' | 'bundled' | 'npmPackage' | 'factsFrom'>>,
    Pick<CatalogueEntry, 'bundled' | 'factsFrom'> {
  /** Dimension of each row. */
  readonly dimension: number;
  /** Id inserted after the first token of a query. */
  readonly queryMarkerId: number;
  /** Id inserted after the first token of a document. */
  readonly documentMarkerId: number;
  /** Whether queries are padded to 32 tokens with masks. If not, their rows are scaled to length 1, like those of documents. @default true */
  readonly expandsQueries?: boolean;
  /** Token that pads short queries. */
  readonly maskToken: string;
  /** Whether a query's tokens attend to these masks. */
  readonly attendsMasks: boolean;
  /** Whether punctuation marks in a document have no rows. @default true */
  readonly skipsPunctuation?: boolean;
  /** Whether the token limit in the tokenizer's files includes the marker. If not, a text may be one token longer. @default true */
  readonly limitCountsMarker?: boolean;
  /** `hf`: repository on the Hugging Face hub. */
  readonly sources: { readonly hf: string };
}
