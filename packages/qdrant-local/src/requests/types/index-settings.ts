/** The languages with a stemmer. A Qdrant server also has a stemmer for Greek. */
export const stemmerLanguages = [
  'arabic',
  'armenian',
  'danish',
  'dutch',
  'english',
  'finnish',
  'french',
  'german',
  'hungarian',
  'italian',
  'norwegian',
  'portuguese',
  'romanian',
  'russian',
  'spanish',
  'swedish',
  'tamil',
  'turkish',
] as const;

/** A language of {@link stemmerLanguages}. */
export type StemmerLanguage = (typeof stemmerLanguages)[number];

/** Settings that every index accepts. Most have no effect in this engine, because indexes are in memory and search is exact. */
interface PlacementSettings {
  readonly on_disk?: boolean | null;
  readonly memory?: 'cold' | 'cached' | 'pinned' | null;
  readonly enable_hnsw?: boolean | null;
  /**
   * The array whose elements the index treats one by one, such as `offers` for the key `offers[].price`. One element alone must pass a
   * condition on the key, and `is_empty` finds an element without a value.
   */
  readonly nested?: string | null;
}

/** Index of strings, which are matched as a whole. */
export interface KeywordSettings extends PlacementSettings {
  readonly type: 'keyword';
  /** Whether strings can also be found by a prefix or a substring. @default false */
  readonly prefix?: boolean | null;
  /** Accepted for compatibility. */
  readonly is_tenant?: boolean | null;
}

/** Index of integers. At least one of `lookup` and `range` must be on; in this engine, both always are. */
export interface IntegerSettings extends PlacementSettings {
  readonly type: 'integer';
  readonly lookup?: boolean | null;
  readonly range?: boolean | null;
  /** Accepted for compatibility. */
  readonly is_principal?: boolean | null;
}

/** Index of numbers, or of moments. */
export interface RangeSettings extends PlacementSettings {
  readonly type: 'float' | 'datetime';
  /** Accepted for compatibility. */
  readonly is_principal?: boolean | null;
}

/** Index of geo points, booleans or UUIDs. */
export interface PlainSettings extends PlacementSettings {
  readonly type: 'geo' | 'bool' | 'uuid';
  /** Accepted for compatibility, for UUIDs only. */
  readonly is_tenant?: boolean | null;
}

/** Index of the words of texts. With this index, text conditions on its key compare its tokens. */
export interface TextSettings extends PlacementSettings {
  readonly type: 'text';
  /**
   * How texts are split: `prefix` creates a token for every prefix of a word; `code` splits identifiers at changes of case, so that
   * `parseHTTPHeader` has the tokens `parse`, `http` and `header`.
   *
   * @default 'word'
   */
  readonly tokenizer?: 'prefix' | 'whitespace' | 'word' | 'multilingual' | 'code' | null;
  /** The minimum length of a token, in characters. Shorter tokens are left out. */
  readonly min_token_len?: number | null;
  /** The maximum length of a token, in characters. Longer tokens are left out, or shortened with `prefix`. */
  readonly max_token_len?: number | null;
  /** Whether tokens are lowercased. @default true */
  readonly lowercase?: boolean | null;
  /** Whether letters with marks are written in ASCII. @default false */
  readonly ascii_folding?: boolean | null;
  /** Whether `phrase` is supported; otherwise it finds nothing. @default false */
  readonly phrase_matching?: boolean | null;
  /** Tokens to leave out: the list of a language (only English exists), a custom list, or both. */
  readonly stopwords?:
    | 'english'
    | { readonly languages?: readonly 'english'[] | null; readonly custom?: readonly string[] | null }
    | null;
  /** Whether to rank points by BM25 over the key. `true` means `{ type: 'bm25' }`, as returned by `getCollection`. @default none */
  readonly scoring?: boolean | { readonly type: 'bm25' } | null;
  /** The stemmer whose stems are compared instead of whole words. @default none */
  readonly stemmer?:
    | { readonly type: 'none' }
    | { readonly type: 'snowball'; readonly language: StemmerLanguage }
    | null;
}

/** Settings of a payload index. */
export type PayloadIndexSettings = KeywordSettings | IntegerSettings | RangeSettings | PlainSettings | TextSettings;

/** The types of payload indexes. */
export type PayloadIndexType = PayloadIndexSettings['type'];

/** A payload index as stored in a collection: its type, or its settings as they were given. */
export type PayloadIndexSchema = PayloadIndexType | PayloadIndexSettings;

/** The payload indexes in a collection's settings, by their key. */
export type PayloadIndexSchemas = Readonly<Record<string, PayloadIndexSchema>>;
