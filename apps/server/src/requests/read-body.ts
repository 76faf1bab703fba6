import type { Context } from 'hono';
import type { z } from 'zod';

import { RequestFailure } from '../request-failure.ts';
import type { ServerLimits } from '../server-limits.ts';
import { decodeBody } from './decode-body.ts';

/** Options of {@link readBody}. */
export interface ReadBodyOptions {
  readonly limits: ServerLimits;
  /** The dialect's status for a body that does not fit its schema. */
  readonly invalidStatus: 400 | 422;
}

/**
 * Reads a JSON body and checks it. A field that is `null` is taken as absent, in every dialect.
 *
 * @throws {RequestFailure} 415 no JSON by its content type, 413 too many bytes or too long a list, 400 no JSON, `invalidStatus` when it does not
 * fit the schema.
 */
export async function readBody<Schema extends z.ZodType>(
  { req }: Context,
  schema: Schema,
  { limits, invalidStatus }: ReadBodyOptions,
): Promise<z.infer<Schema>> {
  requireJsonType(req.header('content-type'));
  const { maxBodyBytes: maxBytes, maxTexts } = limits;
  const bytes = await readBytes(req, maxBytes);
  const body = withoutNulls(parseJson(await decodeBody(bytes, req.header('content-encoding'), maxBytes)));
  requireShortLists(body, maxTexts);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues[0]!, invalidStatus);
}

/** A page of another site can send any other type, and none, without asking first whether it may. */
function requireJsonType(type: string | undefined): void {
  if (/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type?.trim() ?? '')) return;
  const given = type === undefined ? 'missing' : `'${type}'`;
  const message = `The content type is ${given}. Send JSON, with the header 'Content-Type: application/json'.`;
  throw new RequestFailure({ status: 415, message });
}

async function readBytes(req: Context['req'], maxBytes: number): Promise<Uint8Array> {
  const stated = req.header('content-length');
  if (stated === undefined) return readUnknownLength(req.raw, maxBytes);
  if (Number(stated) > maxBytes) throw tooLong(maxBytes);
  // Whoever speaks HTTP takes no more bytes from the connection than were stated, so they need not be counted, nor come as a stream.
  return new Uint8Array(await req.arrayBuffer());
}

async function readUnknownLength(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLong(maxBytes);
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
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

/** Clients of several languages write `null` for an option that was not set. */
function withoutNulls(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

/** Before a schema walks them: a million items would be as many complaints. */
function requireShortLists(body: unknown, maxTexts: number): void {
  if (typeof body !== 'object' || body === null) return;
  for (const [parameter, value] of Object.entries(body)) {
    if (!Array.isArray(value) || value.length <= maxTexts) continue;
    const message = `${parameter} has ${value.length} items, more than the ${maxTexts} texts of one request. Send fewer at once.`;
    throw new RequestFailure({ status: 413, message, parameter });
  }
}

function invalid(issue: z.core.$ZodIssue, status: 400 | 422): RequestFailure {
  if (issue.code === 'unrecognized_keys') {
    const parameter = [...issue.path, issue.keys[0]].join('.');
    const message = `${parameter}: this server has no such option, and would drop it. Leave it out.`;
    return new RequestFailure({ status, message, parameter });
  }
  const parameter = issue.path.join('.');
  const message = parameter === '' ? issue.message : `${parameter}: ${issue.message}`;
  return new RequestFailure({ status, message, ...(parameter !== '' && { parameter }) });
}
