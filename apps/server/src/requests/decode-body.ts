import { decompressBody } from '@x/core/http';

import { RequestFailure } from '../request-failure.ts';

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
  const body = await decompressBody(bytes, encoding, maxBytes);
  if ('bytes' in body) return body.bytes;
  const { problem, cause } = body;
  if (problem === 'encoding') {
    const message = `The content encoding '${encoding}' is not taken. Send the body as it is, or with gzip or deflate.`;
    throw new RequestFailure({ status: 415, message });
  }
  if (problem === 'size') {
    const message = `The body is longer than ${maxBytes} bytes once it is decompressed. Send fewer texts at once.`;
    throw new RequestFailure({ status: 413, message, cause });
  }
  throw new RequestFailure({ status: 400, message: `The body is not valid ${encoding}.`, cause });
}
