import type { Context } from 'hono';
import type { z } from 'zod';

import { clientGone, RequestFailure } from '../request-failure.ts';
import { checkJsonText } from './check-json-text.ts';
import { decodeBody } from './decode-body.ts';
import type { HeldBodies } from './held-bodies.ts';
import type { RunContext } from './run-request.ts';

// Objects, lists and fields of a body besides those of its texts. Large enough that a body with a thousand unknown options still reaches the check that
// names the first.
const otherParts = 1024;

// A shorter body is received at once, which is faster than in parts.
const longBytes = 65_536;

/** Options of {@link readBody}. */
export interface ReadBodyOptions extends Pick<RunContext, 'limits' | 'bodies'> {
  /** The status with which the dialect refuses a body that does not match its schema. */
  readonly invalidStatus: 400 | 422;
}

/**
 * Reads a JSON body and checks it. In every dialect, a field that is `null` counts as absent, in the body and in the objects of its lists.
 *
 * @throws {RequestFailure} 415 for a content type other than JSON, 413 for too many bytes or a list that is too long, 429 when
 * the bodies of all requests have too many bytes, 400 for invalid JSON,
 * `invalidStatus` for a body that does not match the schema, and 499 when the client disconnects before the body has arrived.
 */
export async function readBody<Schema extends z.ZodType>(
  { req }: Context,
  schema: Schema,
  { limits, bodies, invalidStatus }: ReadBodyOptions,
): Promise<z.infer<Schema>> {
  requireJsonType(req.header('content-type'));
  const { maxBodyBytes: maxBytes, maxTexts } = limits;
  const bytes = await readBytes(req, { maxBytes, bodies }).catch(refuseCutBody);
  const text = await decodeBody(bytes, req.header('content-encoding'), maxBytes);
  bodies.take(req.raw, Math.max(0, text.length - bytes.byteLength));
  // A text takes two fields at most, in an object of its own.
  checkJsonText(text, otherParts + 4 * maxTexts);
  const body = parseJson(text);
  requireShortLists(body, maxTexts);
  removeNulls(body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues[0]!, invalidStatus);
}

/** Refuses content types other than JSON. A page of another site could send those, or none, without a CORS preflight request. */
function requireJsonType(type: string | undefined): void {
  if (/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type?.trim() ?? '')) return;
  const given = type === undefined ? 'missing' : `'${type}'`;
  const message = `The content type is ${given}. Send JSON, with the header 'Content-Type: application/json'.`;
  throw new RequestFailure({ status: 415, message });
}

interface Room {
  readonly maxBytes: number;
  readonly bodies: HeldBodies;
}

async function readBytes(req: Context['req'], { maxBytes, bodies }: Room): Promise<Uint8Array> {
  const stated = Number(req.header('content-length') ?? Number.NaN);
  if (stated > maxBytes) throw tooLong(maxBytes);
  if (!(stated >= 0 && stated <= longBytes)) return readParts(req.raw, { maxBytes, bodies });
  bodies.take(req.raw, stated);
  // The HTTP server reads no more bytes than the header states, so the bytes need no counting.
  return new Uint8Array(await req.arrayBuffer());
}

/** Counts bytes as they arrive: a client could state many and send none. */
async function readParts(request: Request, { maxBytes, bodies }: Room): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLong(maxBytes);
      bodies.take(request, chunk.byteLength);
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}

/** Passes on a refusal. Every other failure means that the client disconnected before the body had arrived. */
function refuseCutBody(cause: unknown): never {
  if (cause instanceof RequestFailure) throw cause;
  throw clientGone(cause);
}

function tooLong(maxBytes: number): RequestFailure {
  const message = `The body is longer than ${maxBytes} bytes. Send fewer texts in one request.`;
  return new RequestFailure({ status: 413, message });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestFailure({ status: 400, message: 'The body is not JSON.', cause });
  }
}

/** Removes the fields that are `null`. Clients in several languages send `null` for an option that is not set. */
function removeNulls(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (Array.isArray(item)) item.forEach(removeNulls);
    if (item === null) delete (value as Record<string, unknown>)[key];
  }
}

/** Refuses long lists before the schema checks them. The schema could report an issue for each of a million items. */
function requireShortLists(body: unknown, maxTexts: number): void {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return;
  for (const [parameter, value] of Object.entries(body)) {
    if (!Array.isArray(value) || value.length <= maxTexts) continue;
    const message = `${parameter} has ${value.length} items, but one request may have at most ${maxTexts} texts. Send fewer in one request.`;
    throw new RequestFailure({ status: 413, message, parameter });
  }
}

function invalid(issue: z.core.$ZodIssue, status: 400 | 422): RequestFailure {
  if (issue.code === 'unrecognized_keys') {
    const parameter = [...issue.path, issue.keys[0]].join('.');
    const message = `${parameter}: this server does not have this option. Leave it out.`;
    return new RequestFailure({ status, message, parameter });
  }
  const parameter = issue.path.join('.');
  const message = parameter === '' ? issue.message : `${parameter}: ${issue.message}`;
  return new RequestFailure({ status, message, ...(parameter !== '' && { parameter }) });
}
