import { decodeTextBody } from '@x/core/http';
import type { Context } from 'hono';
import type { z } from 'zod';

import { maxBodyBytes } from '../limits.ts';
import { RequestFailure } from '../request-failure.ts';

/**
 * Reads a JSON body and checks it.
 *
 * @throws {RequestFailure} 415 for a content type other than JSON or an unknown encoding, 413 for a body that is too long, 400 for invalid UTF-8 or JSON, 422 naming the
 * invalid field.
 */
export async function readJson<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.infer<Schema>> {
  requireJsonType(context.req.header('content-type'));
  const parsed = schema.safeParse(parseJson(await readText(context.req.raw, context.req.header('content-encoding'))));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const parameter = issue!.path.join('.');
  const message = parameter === '' ? `The body ${issue!.message}.` : `${parameter} ${issue!.message}.`;
  throw new RequestFailure({ status: 422, code: 'INVALID', message, ...(parameter !== '' && { parameter }) });
}

/** Refuses content types other than JSON. A page of another site could send those, or none, without a CORS preflight request. */
function requireJsonType(type = 'none'): void {
  if (/^application\/json\s*(?:;|$)/i.test(type)) return;
  const message = `The content type must be application/json, but is ${type}.`;
  throw new RequestFailure({ status: 415, code: 'NO_JSON', message });
}

async function readText(request: Request, encoding: string | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBodyBytes) throw tooLarge();
      chunks.push(chunk);
    }
  }
  const body = await decodeTextBody(Buffer.concat(chunks), encoding, maxBodyBytes);
  if ('text' in body) return body.text;
  const { problem, cause } = body;
  switch (problem) {
    case 'size':
      throw tooLarge();
    case 'encoding': {
      const message = `The body has the unknown encoding ${encoding}. Send it with gzip or deflate, or unchanged.`;
      throw new RequestFailure({ status: 415, code: 'NO_JSON', message });
    }
    case 'damaged':
      throw new RequestFailure({ status: 400, code: 'NO_JSON', message: `The body is not valid ${encoding}.`, cause });
    case 'utf-8':
      throw new RequestFailure({ status: 400, code: 'NO_JSON', message: 'The body is not UTF-8.', cause });
  }
}

function tooLarge(): RequestFailure {
  const message = `The request is longer than ${maxBodyBytes / 1024 / 1024} MiB. Send fewer texts, or shorter ones.`;
  return new RequestFailure({ status: 413, code: 'TOO_LARGE', message });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestFailure({ status: 400, code: 'NO_JSON', message: 'The body is not JSON.', cause });
  }
}
