import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';

const PAGE = new URL('../../../dist/page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Sends a file of the built page with the content security policy of the real server. */
export async function sendPageFile(url: string, response: ServerResponse): Promise<void> {
  response.setHeader('content-security-policy', "default-src 'self'; base-uri 'none'; object-src 'none'");
  await sendFile(url, PAGE, response);
}

/** Sends a file from a folder. */
export async function sendFile(url: string, folder: URL, response: ServerResponse): Promise<void> {
  const path = url.replace(/\?.*/, '').replace(/^\/$/, '/index.html').slice(1);
  try {
    const content = await readFile(new URL(path, folder));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
