import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { Fault } from './hub-server-options.ts';
import { readContent, type ServedFile } from './served-file.ts';

export function sendJson(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** An error as the hub writes it: a JSON body, and the same words in headers. */
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

/** Sends a file or the asked-for range of it, spoiled by `fault`. Only `bytes=FIRST-LAST` and `bytes=FIRST-` are understood. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile,
  { headers, fault }: { readonly headers: Record<string, string>; readonly fault: Fault | undefined },
): Promise<void> {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
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
  const stop = fault?.kind === 'cut' || fault?.kind === 'hang' ? start + fault.afterBytes - 1 : end;
  let offset = start;
  // The headers go out even when no byte follows them.
  response.flushHeaders();
  for await (const block of readContent(file.content, start, Math.min(stop, end)) as AsyncIterable<Buffer>) {
    const bytes = fault?.kind === 'corrupt' ? withChangedByte(block, fault.offset - offset) : block;
    offset += block.byteLength;
    if (!response.write(bytes)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (response.destroyed) return;
  }
  if (fault?.kind === 'cut') response.destroy();
  else if (fault?.kind !== 'hang') response.end();
}

function withChangedByte(block: Buffer, offset: number): Buffer {
  if (offset < 0 || offset >= block.byteLength) return block;
  const changed = Buffer.from(block);
  changed[offset] = changed[offset]! ^ 0xff;
  return changed;
}
