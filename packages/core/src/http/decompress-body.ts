import { promisify } from 'node:util';
import { gunzip, inflate, type InputType, type ZlibOptions } from 'node:zlib';

type Decompress = (bytes: InputType, options: ZlibOptions) => Promise<Uint8Array>;

const decompressors: Readonly<Record<string, Decompress>> = {
  gzip: promisify(gunzip) as Decompress,
  'x-gzip': promisify(gunzip) as Decompress,
  deflate: promisify(inflate) as Decompress,
};

/** The bytes of a body, or the reason why it cannot be read. */
export type DecompressedBody =
  | { readonly bytes: Uint8Array }
  | {
      /** An unsupported encoding, more bytes than allowed, or bytes that do not match the encoding. */
      readonly problem: 'encoding' | 'size' | 'damaged';
      readonly cause?: unknown;
    };

/**
 * Decompresses the body of an HTTP request with gzip or deflate encoding, off the event loop. It never rejects.
 *
 * @param encoding the `Content-Encoding` of the request. @default `identity`
 * @param maxBytes the maximum size of the decompressed body.
 * @example
 * await decompressBody(gzipSync('text'), 'gzip', 1000); // => { bytes: <Buffer 74 65 78 74> }
 */
export async function decompressBody(
  bytes: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<DecompressedBody> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === 'identity' || name === '') return bytes.byteLength > maxBytes ? { problem: 'size' } : { bytes };
  const decompress = Object.hasOwn(decompressors, name) ? decompressors[name] : undefined;
  if (decompress === undefined) return { problem: 'encoding' };
  try {
    return { bytes: await decompress(bytes, { maxOutputLength: maxBytes }) };
  } catch (cause) {
    const isTooLong = cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    return { problem: isTooLong ? 'size' : 'damaged', cause };
  }
}
