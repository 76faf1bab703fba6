import { decompressBody, type DecompressedBody } from './decompress-body.ts';

/** The text of a body, or the reason why it cannot be read. */
export type TextBody =
  | { readonly text: string }
  | Exclude<DecompressedBody, { readonly bytes: Uint8Array }>
  | {
      /** Bytes that are not UTF-8. */
      readonly problem: 'utf-8';
      readonly cause?: unknown;
    };

/**
 * Decompresses the body of an HTTP request like {@link decompressBody}, and decodes it as UTF-8. It never rejects.
 *
 * @example
 * await decodeTextBody(gzipSync('text'), 'gzip', 1000); // => { text: 'text' }
 */
export async function decodeTextBody(
  bytes: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<TextBody> {
  const body = await decompressBody(bytes, encoding, maxBytes);
  if ('problem' in body) return body;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(body.bytes) };
  } catch (cause) {
    return { problem: 'utf-8', cause };
  }
}
