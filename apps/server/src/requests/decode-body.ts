import { decodeTextBody } from '@x/core/http';

import { RequestFailure } from '../request-failure.ts';

/**
 * Decompresses a body and decodes it as UTF-8.
 *
 * @param encoding The `Content-Encoding` of the body.
 * @param maxBytes The maximum number of bytes after decompression.
 * @throws {RequestFailure} 415 for an unsupported encoding, 413 for too many bytes, 400 for damaged data or text that is not UTF-8.
 */
export async function decodeBody(bytes: Uint8Array, encoding: string | undefined, maxBytes: number): Promise<string> {
  const body = await decodeTextBody(bytes, encoding, maxBytes);
  if ('text' in body) return body.text;
  const { problem, cause } = body;
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  switch (problem) {
    case 'encoding': {
      const message = `The content encoding '${name}' is not supported. Send the body uncompressed, or with gzip or deflate.`;
      throw new RequestFailure({ status: 415, message });
    }
    case 'size': {
      const message = `The body is longer than ${maxBytes} bytes after decompression. Send fewer texts in one request.`;
      throw new RequestFailure({ status: 413, message, cause });
    }
    case 'damaged':
      throw new RequestFailure({ status: 400, message: `The body is not valid ${name}.`, cause });
    case 'utf-8':
      throw new RequestFailure({ status: 400, message: 'The body is not UTF-8. Encode its JSON as UTF-8.', cause });
  }
}
