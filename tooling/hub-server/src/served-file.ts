import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FileContent } from './hub-server-options.ts';

/** A file with the hub's identifiers of its content. */
export interface ServedFile {
  readonly path: string;
  readonly content: FileContent;
  readonly size: number;
  /** Git blob id of the content, or of the pointer file when the content is in large-file storage. */
  readonly oid: string;
  readonly lfs: { readonly oid: string; readonly size: number; readonly pointerSize: number } | undefined;
}

/** Returns a stand-in for the Xet hash of a large file. It is as long as a SHA-256 but differs from it. */
export function xetHashOf(oid: string): string {
  return createHash('sha256').update(`xet ${oid}`).digest('hex');
}

// The hub's default .gitattributes lists *.onnx. Other files are in large-file storage above 10 MB.
const largeFileSize = 10_000_000;

export async function toServedFile(path: string, content: FileContent): Promise<ServedFile> {
  const size = typeof content === 'string' ? (await stat(content)).size : content.byteLength;
  if (!path.endsWith('.onnx') && size <= largeFileSize) {
    const hash = createHash('sha1').update(`blob ${size}\0`);
    return { path, content, size, oid: await digest(hash, content), lfs: undefined };
  }
  const oid = await digest(createHash('sha256'), content);
  const pointer = Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${size}\n`);
  const pointerOid = createHash('sha1').update(`blob ${pointer.byteLength}\0`).update(pointer).digest('hex');
  return { path, content, size, oid: pointerOid, lfs: { oid, size, pointerSize: pointer.byteLength } };
}

/** Reads bytes `start` to `end`, inclusive. */
export function readContent(content: FileContent, start: number, end: number): Readable {
  if (end < start) return Readable.from([]);
  if (typeof content === 'string') return createReadStream(content, { start, end });
  return Readable.from([Buffer.from(content.buffer, content.byteOffset + start, end - start + 1)]);
}

async function digest(hash: ReturnType<typeof createHash>, content: FileContent): Promise<string> {
  const blocks = typeof content === 'string' ? createReadStream(content) : [content];
  for await (const block of blocks) hash.update(block as Uint8Array);
  return hash.digest('hex');
}
