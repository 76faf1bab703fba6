/** Settings of a `BertNormalizer` in `tokenizer.json`. */
export interface BertNormalizerSettings {
  /** Removes control characters, and replaces each white space character with a space. */
  readonly cleanText: boolean;
  /** Makes each Chinese character a word of its own. */
  readonly separatesChinese: boolean;
  readonly stripsAccents: boolean;
  readonly lowercases: boolean;
}

const printableAscii = /^[ -~]*$/;
const removed = /[\0\ufffd]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const whiteSpace = /\p{White_Space}/gu;
// The ranges of the Rust library: https://github.com/huggingface/tokenizers, normalizers/bert.rs.
const chinese =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;
const accents = /\p{Mn}/gu;

/** Normalizes a text as BERT's normalizer in Hugging Face's `tokenizers` does. */
export function normalizeBert(
  text: string,
  { cleanText, separatesChinese, stripsAccents, lowercases }: BertNormalizerSettings,
): string {
  // A fast path for most texts: lower-casing is the only step that changes printable ASCII.
  if (printableAscii.test(text)) return lowercases ? text.toLowerCase() : text;
  let normalized = cleanText ? text.replace(removed, '').replace(whiteSpace, ' ') : text;
  if (separatesChinese) normalized = normalized.replace(chinese, ' $& ');
  if (stripsAccents) normalized = normalized.normalize('NFD').replace(accents, '');
  return lowercases ? lowercase(normalized) : normalized;
}

/** Lower-cases each character on its own, as the Rust library does. JavaScript alone would turn a sigma at the end of a word into a final sigma. */
export function lowercase(text: string): string {
  return text.replaceAll('Σ', 'σ').toLowerCase();
}
