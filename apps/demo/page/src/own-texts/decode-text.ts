/** The text of a file and its detected encoding. */
export interface DecodedText {
  readonly content: string;
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
}

/**
 * Decodes a file as UTF-16 if it has that byte order mark, as UTF-8 if it is valid UTF-8, or else as Windows-1252, in which every byte is a
 * character. The text does not contain the mark.
 *
 * @example
 * decodeText(Uint8Array.of(0x63, 0x61, 0x66, 0xe9)); // => { content: 'café', encoding: 'Windows-1252' }
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second] = bytes;
  const isLittleEndian = first === 0xff && second === 0xfe;
  const isBigEndian = first === 0xfe && second === 0xff;
  if (isLittleEndian || isBigEndian) {
    const content = decodeStrictly(bytes, isLittleEndian ? 'utf-16le' : 'utf-16be');
    if (content !== undefined) return { content, encoding: 'UTF-16' };
  }
  const content = decodeStrictly(bytes, 'utf-8');
  if (content !== undefined) return { content, encoding: 'UTF-8' };
  return { content: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
}

function decodeStrictly(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
