import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

import { UnreadableFileError } from '../unreadable-file-error.ts';

const inflate = promisify(inflateRaw);

// Several times the size of a thousand pages. The limit is needed because a few kilobytes can decompress to any size.
const maxPartBytes = 32 * 2 ** 20;

const endSignature = 0x06_05_4b_50;
const entrySignature = 0x02_01_4b_50;
const endLength = 22;
const maxCommentLength = 0xff_ff;

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly compressedBytes: number;
  /** The position of the local header. */
  readonly start: number;
}

/**
 * Lists the files of a zip archive, from the directory at its end.
 *
 * @throws {RangeError} when the archive is truncated or is not a zip archive.
 */
export function listZipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const entries: ZipEntry[] = [];
  let position = view.readUInt32LE(end + 16);
  for (let left = view.readUInt16LE(end + 10); left > 0; left--) {
    if (view.readUInt32LE(position) !== entrySignature)
      throw new RangeError('The zip archive has no entry at a position that its directory states.');
    const nameLength = view.readUInt16LE(position + 28);
    entries.push({
      name: view.toString('utf8', position + 46, position + 46 + nameLength),
      isEncrypted: (view.readUInt16LE(position + 8) & 1) === 1,
      method: view.readUInt16LE(position + 10),
      compressedBytes: view.readUInt32LE(position + 20),
      start: view.readUInt32LE(position + 42),
    });
    position += 46 + nameLength + view.readUInt16LE(position + 30) + view.readUInt16LE(position + 32);
  }
  return entries;
}

/**
 * Decompresses one file of an archive, off the event loop.
 *
 * @throws {UnreadableFileError} `encrypted`, `too-large` above 32 MiB, or `damaged`.
 * @throws {RangeError} when the position of the file is outside the archive.
 */
export async function unzip(path: string, bytes: Uint8Array, entry: ZipEntry): Promise<Uint8Array> {
  if (entry.isEncrypted) throw new UnreadableFileError({ path, reason: 'encrypted' });
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = entry.start + 30 + view.readUInt16LE(entry.start + 26) + view.readUInt16LE(entry.start + 28);
  const packed = view.subarray(start, start + entry.compressedBytes);
  if (entry.method === 0 && packed.length <= maxPartBytes) return packed;
  try {
    return await inflate(packed, { maxOutputLength: maxPartBytes });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new UnreadableFileError({ path, reason: isTooLarge ? 'too-large' : 'damaged', cause });
  }
}

function findEnd(view: Buffer): number {
  const first = Math.max(0, view.length - endLength - maxCommentLength);
  for (let position = view.length - endLength; position >= first; position--) {
    if (view.readUInt32LE(position) === endSignature) return position;
  }
  throw new RangeError('The zip archive has no directory at its end.');
}
