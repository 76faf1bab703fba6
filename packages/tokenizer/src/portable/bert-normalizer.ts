/** What a `BertNormalizer` of `tokenizer.json` does. */
export interface BertNormalizerSettings {
  /** Removes control characters, and makes a space of every other white space. */
  readonly cleanText: boolean;
  /** Makes a word of each Chinese character. */
  readonly separatesChinese: boolean;
  readonly stripsAccents: boolean;
  readonly lowercases: boolean;
}

const printableAscii = /^[ -~]*$/;
const removed = /[\0\ufffd]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const whiteSpace = /\s/gu;
// As the Rust library has them: https://github.com/huggingface/tokenizers, normalizers/bert.rs.
const chinese =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;
const accents = /\p{Mn}/gu;

/** Normalizes a text as BERT's normalizer in Hugging Face's `tokenizers` does. */
export function normalizeBert(
  text: string,
  { cleanText, separatesChinese, stripsAccents, lowercases }: BertNormalizerSettings,
): string {
  // Nothing else applies to these, and they are most texts.
  if (printableAscii.test(text)) return lowercases ? text.toLowerCase() : text;
  let normalized = cleanText ? text.replace(removed, '').replace(whiteSpace, ' ') : text;
  if (separatesChinese) normalized = normalized.replace(chinese, ' $& ');
  if (stripsAccents) normalized = normalized.normalize('NFD').replace(accents, '');
  return lowercases ? lowercase(normalized) : normalized;
}

/** Each character by itself: JavaScript makes a final sigma of one that ends a word, the Rust library does not. */
export function lowercase(text: string): string {
  return text.replaceAll('Σ', 'σ').toLowerCase();
}
