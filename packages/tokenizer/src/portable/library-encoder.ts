import { asObject } from '../tokenizer-files.ts';
import { lowercase } from './bert-normalizer.ts';
import type { TextEncoder } from './text-encoder.ts';

/**
 * What of a `tokenizer.json` the pure JavaScript library does as the Rust one does: each was compared on texts in many scripts. What is not
 * here it lacks, or does differently without saying so, such as `Punctuation`, `Split`, `Digits` and `Whitespace`.
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

/**
 * The encoder of a `tokenizer.json` by Hugging Face's pure JavaScript library, which is loaded on first use.
 *
 * @throws {TypeError} when the file asks for something that the library does not do, or not as the Rust one does; it is named.
 */
export async function createLibraryEncoder(tokenizer: Readonly<Record<string, unknown>>): Promise<TextEncoder> {
  for (const [part, known] of Object.entries(equalParts)) requireKnown(tokenizer[part], part, known);
  const { Tokenizer } = await import('@huggingface/tokenizers');
  // Rust's library knows no tokenizer_config.json; neither does this one here.
  const library = new Tokenizer({ post_processor: null, decoder: null, ...tokenizer }, {});
  const lowercases = JSON.stringify(tokenizer['normalizer'] ?? null).includes('"Lowercase"');
  return {
    vocabulary: library.get_vocab(),
    // A capital sigma that ends a word has another small one in JavaScript than in Rust.
    encode: (text) =>
      library.encode(lowercases ? text.replaceAll('Σ', lowercase('Σ')) : text, { add_special_tokens: false }).ids,
  };
}

function requireKnown(value: unknown, part: string, known: readonly string[]): void {
  if (value === null || value === undefined) return;
  const { type, normalizers, pretokenizers } = asObject(value);
  if (typeof type !== 'string' || !known.includes(type)) {
    throw new TypeError(`its ${part} is of the type ${String(type)}; ${known.join(', ')} are supported`);
  }
  for (const nested of [normalizers ?? pretokenizers ?? []].flat()) requireKnown(nested, part, known);
}
