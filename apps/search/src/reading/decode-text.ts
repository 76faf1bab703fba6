import { UnreadableFileError } from './unreadable-file-error.ts';

const bytesLookedAt = 8192;

/**
 * Decodes the text of a file in the encoding of its byte order mark (UTF-8 or UTF-16), else in `options.encoding`. All line ends become `\n`.
 *
 * @param options.encoding The encoding of a file without a byte order mark. @default 'utf-8'
 * @throws {UnreadableFileError} `binary` for a NUL in the first 8 kB, `encoding` when the bytes are not valid in the encoding.
 */
export function decodeText(
  path: string,
  bytes: Uint8Array,
  { encoding = 'utf-8' }: { readonly encoding?: string | undefined } = {},
): string {
  const marked = markedEncoding(bytes);
  if (marked === undefined && bytes.subarray(0, bytesLookedAt).includes(0)) {
    throw new UnreadableFileError({ path, reason: 'binary' });
  }
  const text = decode(path, bytes, marked ?? encoding);
  if (marked !== undefined && text.slice(0, bytesLookedAt).includes('\0')) {
    throw new UnreadableFileError({ path, reason: 'binary' });
  }
  return text.includes('\r') ? text.replaceAll(/\r\n?/gu, '\n') : text;
}

function decode(path: string, bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableFileError({ path, reason: 'encoding', cause });
  }
}

function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}
