// Each word is searched in the text by itself, which is slow for many words, and may be slow for a long one.
const mostWords = 16;
const longestWord = 64;
const onlyAscii = /^[\0-\x7f]*$/;

/**
 * Returns a predicate for the lowercase words of an ASCII text: it must contain all `words`, or any of them. Returns `undefined` for other texts, whose
 * words only a tokenizer finds. Cutting a text into words takes ten times as long as this.
 *
 * @param words lowercase words without separators, as the default tokenizer returns them. With many or long words, the predicate returns `undefined`.
 * @example
 * const matches = matchAsciiWords(['river', 'sea'], { isAny: true });
 * [matches('The River.'), matches('a riverbed'), matches('der Fluß')]; // => [true, false, undefined]
 */
export function matchAsciiWords(
  words: readonly string[],
  { isAny }: { readonly isAny: boolean },
): (text: string) => boolean | undefined {
  if (words.length > mostWords || words.some(({ length }) => length > longestWord)) return () => undefined;
  return (text) => {
    if (!onlyAscii.test(text)) return undefined;
    const lowered = text.toLowerCase();
    if (isAny) return words.some((word) => containsWord(lowered, word));
    return words.length > 0 && words.every((word) => containsWord(lowered, word));
  };
}

function containsWord(text: string, word: string): boolean {
  let start = text.indexOf(word);
  while (start !== -1) {
    let end = start + word.length;
    if (!isLetterOrDigit(text.charCodeAt(start - 1)) && !isLetterOrDigit(text.charCodeAt(end))) return true;
    // A part of a longer word, which is read once, however often it contains `word`.
    while (isLetterOrDigit(text.charCodeAt(end))) end++;
    start = text.indexOf(word, end);
  }
  return false;
}

/** `code` is NaN beyond the ends of a text. */
function isLetterOrDigit(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}
