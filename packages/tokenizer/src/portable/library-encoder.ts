import { asList, asObject } from '../json-values.ts';
import { lowercase } from './bert-normalizer.ts';
import type { TextEncoder } from './text-encoder.ts';
import { Unigram } from './unigram.ts';

// The package's own type files import each other without extensions, so most of them are not found. The few members in use are declared here.
interface LibraryModel {
  tokens_to_ids: Map<string, number>;
  unk_token: string;
  unk_token_id: number;
}
interface LibraryPart {
  readonly normalizers?: readonly LibraryPart[];
  readonly tokenizers?: readonly LibraryPart[];
  pattern?: RegExp;
  normalize?: (text: string) => string;
  pre_tokenize_text?: (text: string) => string[];
}
interface LibraryTokenizer {
  model: LibraryModel;
  readonly normalizer: LibraryPart | null;
  readonly pre_tokenizer: LibraryPart | null;
  encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: number[] };
  get_vocab(): Map<string, number>;
  get_added_tokens_decoder(): Map<number, { readonly content: string }>;
}
interface Library {
  readonly Tokenizer: new (tokenizer: object, config: object) => LibraryTokenizer;
  readonly Model: new (config: object) => LibraryModel;
}

/**
 * The parts of a `tokenizer.json` that the pure JavaScript library runs exactly as the Rust library does. Each was compared on texts in many
 * scripts. The library lacks all others or silently runs them differently, e.g. `Punctuation`, `Split`, `Digits` and `Whitespace`.
 */
const equalParts: Readonly<Record<'normalizer' | 'pre_tokenizer' | 'model', readonly string[]>> = {
  normalizer: [
    'Sequence',
    'NFC',
    'NFD',
    'NFKC',
    'NFKD',
    'Lowercase',
    'StripAccents',
    'Strip',
    'Replace',
    'Prepend',
    'Precompiled',
  ],
  pre_tokenizer: ['Sequence', 'Metaspace', 'WhitespaceSplit', 'ByteLevel'],
  model: ['Unigram', 'BPE'],
};

// GPT-2's pattern of words, with `\p{White_Space}` in place of `\s`.
const bytesPattern =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Options of a model that are not supported. A file that leaves them off works. */
const unsupportedOptions = ['byte_fallback', 'continuing_subword_prefix', 'dropout', 'ignore_merges'] as const;

/**
 * Creates the encoder of a `tokenizer.json` with Hugging Face's pure JavaScript library, which is loaded on first use.
 *
 * @throws {TypeError} when the file needs something that the library lacks or runs differently from the Rust library; the message names it.
 */
export async function createLibraryEncoder(tokenizer: Readonly<Record<string, unknown>>): Promise<TextEncoder> {
  for (const [part, known] of Object.entries(equalParts)) requireKnown(tokenizer[part], part, known);
  const model = asObject(tokenizer['model']);
  const option = unsupportedOptions.find((key) => Boolean(model[key]));
  if (option !== undefined) throw new TypeError(`its model has ${option}, which is not supported`);
  const added = asList(tokenizer['added_tokens']).map(asObject);
  const single = added.find((token) => token['single_word'] === true);
  if (single !== undefined) {
    throw new TypeError(`its added token ${JSON.stringify(single['content'])} has single_word, which is not supported`);
  }
  const library = (await import('@huggingface/tokenizers')) as unknown as Library;
  const unigram = model['type'] === 'Unigram' ? await Unigram.create(model['vocab'], model['unk_id']) : undefined;
  // The library's own Unigram builds a tree of the vocabulary: seconds and 700 MB for half a million tokens. It gets a vocabulary of one token here.
  const small = unigram === undefined ? model : { ...model, vocab: [[unigram.unknownToken, 0]], unk_id: 0 };
  // The Rust library does not read tokenizer_config.json, so the configuration stays empty.
  const encoder = new library.Tokenizer({ post_processor: null, decoder: null, ...tokenizer, model: small }, {});
  if (unigram !== undefined) encoder.model = asLibraryModel(library, unigram, encoder.get_added_tokens_decoder());
  useUnicodeSpaces(encoder.normalizer, tokenizer['normalizer']);
  useUnicodeSpaces(encoder.pre_tokenizer, tokenizer['pre_tokenizer']);
  const lowercases = JSON.stringify(tokenizer['normalizer'] ?? null).includes('"Lowercase"');
  return {
    vocabulary: unigram?.vocabulary ?? encoder.get_vocab(),
    encode: (text) => {
      // JavaScript lower-cases a capital sigma at the end of a word to a final sigma; Rust does not.
      const prepared = lowercases ? text.replaceAll('Σ', lowercase('Σ')) : text;
      return encoder.encode(prepared, { add_special_tokens: false }).ids;
    },
  };
}

/** Makes a part use Unicode's white space, as Rust does. In JavaScript, `\s` and `trim` lack U+0085 and contain U+FEFF. */
function useUnicodeSpaces(part: LibraryPart | null, settings: unknown): void {
  if (part === null) return;
  const { type, normalizers, pretokenizers, strip_left: left, strip_right: right } = asObject(settings);
  const nested = asList(normalizers ?? pretokenizers);
  for (const [index, one] of (part.normalizers ?? part.tokenizers ?? []).entries())
    useUnicodeSpaces(one, nested[index]);
  if (type === 'ByteLevel') part.pattern = bytesPattern;
  if (type === 'WhitespaceSplit') part.pre_tokenize_text = (text) => text.match(/\P{White_Space}+/gu) ?? [];
  if (type !== 'Strip') return;
  part.normalize = (text) => {
    const stripped = left === true ? text.replace(/^\p{White_Space}+/u, '') : text;
    return right === true ? stripped.replace(/(?<!\p{White_Space})\p{White_Space}+$/u, '') : stripped;
  };
}

/** Wraps our Unigram as a model of the library, and adds the added tokens to its vocabulary. */
function asLibraryModel(
  { Model }: Library,
  unigram: Unigram,
  added: ReadonlyMap<number, { readonly content: string }>,
): LibraryModel {
  class UnigramModel extends Model {
    encode(words: string[]): string[] {
      return words.flatMap((word) => unigram.tokensOf(word));
    }
  }
  const model = new UnigramModel({});
  for (const [id, { content }] of added) unigram.vocabulary.set(content, id);
  model.tokens_to_ids = unigram.vocabulary;
  model.unk_token = unigram.unknownToken;
  model.unk_token_id = unigram.vocabulary.get(unigram.unknownToken)!;
  return model;
}

function requireKnown(value: unknown, part: string, known: readonly string[]): void {
  if (value === null || value === undefined) return;
  const { type, normalizers, pretokenizers } = asObject(value);
  if (typeof type !== 'string' || !known.includes(type)) {
    throw new TypeError(`its ${part} has the unsupported type ${String(type)}; supported are ${known.join(', ')}`);
  }
  for (const nested of [normalizers ?? pretokenizers ?? []].flat()) requireKnown(nested, part, known);
}
