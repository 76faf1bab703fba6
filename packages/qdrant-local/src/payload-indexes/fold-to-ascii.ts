/** Letters that do not decompose into another letter with marks, and their spellings in Lucene's ASCIIFoldingFilter. */
const letters: Readonly<Record<string, string>> = {
  Æ: 'AE',
  æ: 'ae',
  Ǽ: 'AE',
  ǽ: 'ae',
  Œ: 'OE',
  œ: 'oe',
  Ø: 'O',
  ø: 'o',
  Ǿ: 'O',
  ǿ: 'o',
  Đ: 'D',
  đ: 'd',
  Ð: 'D',
  ð: 'd',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
  ĸ: 'q',
  Ł: 'L',
  ł: 'l',
  Ŋ: 'N',
  ŋ: 'n',
  ẞ: 'SS',
  ß: 'ss',
  Þ: 'TH',
  þ: 'th',
  Ŧ: 'T',
  ŧ: 't',
  Ƒ: 'F',
  ƒ: 'f',
  Ɓ: 'B',
  ɓ: 'b',
  Ɖ: 'D',
  ɖ: 'd',
  Ɗ: 'D',
  ɗ: 'd',
  Ɛ: 'E',
  ɛ: 'e',
  Ɣ: 'G',
  Ɨ: 'I',
  ɨ: 'i',
  Ɔ: 'O',
  ɔ: 'o',
  Ə: 'A',
  ə: 'a',
  Ƙ: 'K',
  ƙ: 'k',
  Ƴ: 'Y',
  ƴ: 'y',
  Ƶ: 'Z',
  ƶ: 'z',
  Ȥ: 'Z',
  ȥ: 'z',
};

/**
 * Returns the text with Latin letters with marks, ligatures and wide forms written in ASCII: `ação` as `acao`, `straße` as `strasse`.
 * Other characters are unchanged.
 *
 * Source: qdrant/qdrant lib/segment/src/index/field_index/full_text_index/tokenizers/ascii_folding.rs.
 */
export function foldToAscii(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the whole of ASCII
  return text.replaceAll(/[^\u0000-\u007f]/gu, foldCharacter);
}

function foldCharacter(character: string): string {
  const letter = letters[character];
  if (letter !== undefined) return letter;
  const plain = character.normalize('NFKD').replaceAll(/\p{Mn}/gu, '');
  return /^[\u0020-\u007e]+$/.test(plain) ? plain : character;
}
