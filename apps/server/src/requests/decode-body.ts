import { decompressBody } from '@x/core/http';

import { RequestFailure } from '../request-failure.ts';

/**
 * Decompresses a body and decodes it as UTF-8.
 *
 * @param encoding The `Content-Encoding` of the body.
 * @param maxBytes The maximum number of bytes after decompression.
 * @throws {RequestFailure} 415 for an unsupported encoding, 413 for too many bytes, 400 for damaged data or text that is not UTF-8.
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
    const message = `The content encoding '${encoding}' is not supported. Send the body uncompressed, or with gzip or deflate.`;
    throw new RequestFailure({ status: 415, message });
  }
  if (problem === 'size') {
    const message = `The body is longer than ${maxBytes} bytes after decompression. Send fewer texts in one request.`;
    throw new RequestFailure({ status: 413, message, cause });
  }
  throw new RequestFailure({ status: 400, message: `The body is not valid ${encoding}.`, cause });
}
