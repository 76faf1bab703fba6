import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Fault } from './hub-server-options.ts';
import { readContent, type ServedFile } from './served-file.ts';

export function sendJson(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Sends an error like the hub: with a JSON body, and the same message in a header. */
export function sendError(
  response: ServerResponse,
  status: number,
  { code, message, commit }: { readonly code?: string; readonly message: string; readonly commit?: string },
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-error-message': message,
    ...(code !== undefined && { 'x-error-code': code }),
    ...(commit !== undefined && { 'x-repo-commit': commit }),
  });
  response.end(JSON.stringify({ error: message }));
}

/** Sends a file or the requested range of it, with `fault`. Supports only the ranges `bytes=FIRST-LAST` and `bytes=FIRST-`. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile,
  { headers, fault }: { readonly headers: Record<string, string>; readonly fault: Fault | undefined },
): Promise<void> {
  const asked = fault?.kind === 'ignoreRange' ? '' : request.headers.range;
  const range = /^bytes=(\d+)-(\d*)$/.exec(asked ?? '');
  const start = Number(range?.[1] ?? 0);
  const end = Math.min(range?.[2] ? Number(range[2]) : Infinity, file.size - 1);
  if (range !== null && start >= file.size) {
    response.writeHead(416, { 'content-range': `bytes */${file.size}` }).end();
    return;
  }
  response.writeHead(range === null ? 200 : 206, {
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': String(end - start + 1),
    ...(range !== null && { 'content-range': `bytes ${start}-${end}/${file.size}` }),
    ...headers,
  });
  if (request.method === 'HEAD') response.end();
  else await sendBody(response, file, start, end, fault);
}

async function sendBody(
  response: ServerResponse,
  file: ServedFile,
  start: number,
  end: number,
  fault: Fault | undefined,
): Promise<void> {
  const isStopped = fault?.kind === 'cut' || fault?.kind === 'hang';
  const stop = isStopped ? Math.min(start + fault.afterBytes - 1, end) : end;
  const changedOffset = fault?.kind === 'corrupt' ? fault.offset - start : -1;
  // Sends the headers even when no byte follows.
  response.flushHeaders();
  const content = readContent(file.content, start, stop);
  await pipeline(content, (blocks) => changeByte(blocks, changedOffset), response, { end: !isStopped });
  // `destroySoon` sends pending data first, so that the client receives exactly the bytes before the cut.
  if (fault?.kind === 'cut') response.socket?.destroySoon();
}

/** Inverts the byte at `offset`; a negative offset changes nothing. */
async function* changeByte(blocks: AsyncIterable<Buffer>, offset: number): AsyncGenerator<Buffer> {
  let position = 0;
  for await (const block of blocks) {
    const within = offset - position;
    position += block.byteLength;
    if (within < 0 || within >= block.byteLength) yield block;
    else yield Buffer.concat([block.subarray(0, within), Buffer.of(block[within]! ^ 0xff), block.subarray(within + 1)]);
  }
}
