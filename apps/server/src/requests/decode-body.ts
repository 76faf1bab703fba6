import { promisify } from 'node:util';
import { gunzip, inflate, type InputType, type ZlibOptions } from 'node:zlib';

import { RequestFailure } from '../request-failure.ts';

type Decompress = (bytes: InputType, options: ZlibOptions) => Promise<Uint8Array>;

const decompressors: Readonly<Record<string, Decompress>> = {
  gzip: promisify(gunzip) as Decompress,
  'x-gzip': promisify(gunzip) as Decompress,
  deflate: promisify(inflate) as Decompress,
};

/**
 * The text of a body's bytes.
 *
 * @param encoding its `Content-Encoding`.
 * @param maxBytes of the body once it is decompressed.
 * @throws {RequestFailure} 415 another encoding, 413 too many bytes, 400 damaged, or no UTF-8.
 */
export async function decodeBody(bytes: Uint8Array, encoding: string | undefined, maxBytes: number): Promise<string> {
  const plain = await decompress(bytes, encoding?.trim().toLowerCase() ?? 'identity', maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (cause) {
    throw new RequestFailure({ status: 400, message: 'The body is not UTF-8. Encode its JSON as UTF-8.', cause });
  }
}

async function decompress(bytes: Uint8Array, encoding: string, maxBytes: number): Promise<Uint8Array> {
  if (encoding === 'identity' || encoding === '') return bytes;
  const run = Object.hasOwn(decompressors, encoding) ? decompressors[encoding] : undefined;
  if (run === undefined) {
    const message = `The content encoding '${encoding}' is not taken. Send the body as it is, or with gzip or deflate.`;
    throw new RequestFailure({ status: 415, message });
  }
  try {
    return await run(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') {
      const message = `The body is longer than ${maxBytes} bytes once it is decompressed. Send fewer texts at once.`;
      throw new RequestFailure({ status: 413, message, cause });
    }
    throw new RequestFailure({ status: 400, message: `The body is not valid ${encoding}.`, cause });
  }
}
