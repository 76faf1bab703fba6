/** The languages of a Qdrant server whose stemmers are there; Greek is not. */
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

/** What every index accepts and what changes nothing here: all of it is in memory, and search is exact. */
interface PlacementSettings {
  readonly on_disk?: boolean | null;
  readonly memory?: 'cold' | 'cached' | 'pinned' | null;
  readonly enable_hnsw?: boolean | null;
  /**
   * The array whose elements the index has one by one, such as `offers` for the key `offers[].price`: a condition on the key has to be
   * passed by one element alone, and `is_empty` asks for an element without a value.
   */
  readonly nested?: string | null;
}

/** Index of strings, looked up whole. */
export interface KeywordSettings extends PlacementSettings {
  readonly type: 'keyword';
  /** Also look up strings by how they begin, or by what they have in them. @default false */
  readonly prefix?: boolean | null;
  /** Accepted for compatibility. */
  readonly is_tenant?: boolean | null;
}

/** Index of integers. One of `lookup` and `range` has to be on; here both are always there. */
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

/** Index of places, booleans or UUIDs. */
export interface PlainSettings extends PlacementSettings {
  readonly type: 'geo' | 'bool' | 'uuid';
  /** Accepted for compatibility; of UUIDs only. */
  readonly is_tenant?: boolean | null;
}

/** Index of the words of texts. With one, text conditions on its key compare tokens. */
export interface TextSettings extends PlacementSettings {
  readonly type: 'text';
  /**
   * Where texts are cut: `prefix` makes a token of every beginning of a word, `code` cuts words where a hump begins:
   * `parseHTTPHeader` has the tokens `parse`, `http` and `header`.
   *
   * @default 'word'
   */
  readonly tokenizer?: 'prefix' | 'whitespace' | 'word' | 'multilingual' | 'code' | null;
  /** Shorter tokens are left out. Characters. */
  readonly min_token_len?: number | null;
  /** Longer tokens are left out, or, with `prefix`, cut. Characters. */
  readonly max_token_len?: number | null;
  /** @default true */
  readonly lowercase?: boolean | null;
  /** Write letters with marks in ASCII. @default false */
  readonly ascii_folding?: boolean | null;
  /** Without it `phrase` finds nothing. @default false */
  readonly phrase_matching?: boolean | null;
  /** Tokens to leave out: a language's, of which English is there, or those of a list, or both. */
  readonly stopwords?:
    | 'english'
    | { readonly languages?: readonly 'english'[] | null; readonly custom?: readonly string[] | null }
    | null;
  /** Rank points by BM25 over the key: `true` means `{ type: 'bm25' }`, which `getCollection` shows. @default none */
  readonly scoring?: boolean | { readonly type: 'bm25' } | null;
  /** Compare words by their stems. @default none */
  readonly stemmer?:
    | { readonly type: 'none' }
    | { readonly type: 'snowball'; readonly language: StemmerLanguage }
    | null;
}

/** Settings of a payload index. */
export type PayloadIndexSettings = KeywordSettings | IntegerSettings | RangeSettings | PlainSettings | TextSettings;

/** What a payload index can be about. */
export type PayloadIndexType = PayloadIndexSettings['type'];

/** A payload index as a collection keeps it: its type, or its settings as they were given. */
export type PayloadIndexSchema = PayloadIndexType | PayloadIndexSettings;

/** The payload indexes of a collection's settings, by their key. */
export type PayloadIndexSchemas = Readonly<Record<string, PayloadIndexSchema>>;
