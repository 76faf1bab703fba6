import type { Context } from 'hono';
import type { z } from 'zod';

import { RequestFailure } from '../request-failure.ts';

/**
 * Reads a JSON body of at most `maxBytes` and checks it.
 *
 * @throws {RequestFailure} 413 too long, 400 no JSON, 422 (or the dialect's status) when it does not fit the schema.
 */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
  { maxBytes, invalidStatus }: { readonly maxBytes: number; readonly invalidStatus: 400 | 422 },
): Promise<z.infer<Schema>> {
  const parsed = schema.safeParse(parseJson(await readText(context, maxBytes)));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const parameter = issue.path.join('.');
  const message = parameter === '' ? issue.message : `${parameter}: ${issue.message}`;
  throw new RequestFailure({ status: invalidStatus, message, ...(parameter !== '' && { parameter }) });
}

async function readText({ req }: Context, maxBytes: number): Promise<string> {
  const stated = req.header('content-length');
  if (stated === undefined) return readUnknownLength(req.raw, maxBytes);
  if (Number(stated) > maxBytes) throw tooLong(maxBytes);
  // Whoever speaks HTTP takes no more bytes from the connection than were stated, so they need not be counted, nor come as a stream.
  return req.text();
}

async function readUnknownLength(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLong(maxBytes);
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLong(maxBytes: number): RequestFailure {
  const message = `The body is longer than ${maxBytes} bytes. Send fewer texts at once.`;
  return new RequestFailure({ status: 413, message });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestFailure({ status: 400, message: 'The body is not JSON.', cause });
  }
}
