/** A file's text, and the encoding that it was read in. */
export interface DecodedText {
  readonly content: string;
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
}

/**
 * Decodes a file: UTF-16 where its byte order mark says so, UTF-8 where it is valid, or else Windows-1252, in which every byte is a character. A mark is no
 * part of the text.
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
