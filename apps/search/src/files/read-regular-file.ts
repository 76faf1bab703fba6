import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** The result of {@link readRegularFile}. */
export interface RegularFile {
  /** The size in bytes. */
  readonly size: number;
  /** The content. Absent when the file is larger than the limit. */
  readonly bytes?: Uint8Array;
}

/**
 * Reads a file of at most `mostBytes`. Returns `undefined` when the path is not a regular file.
 *
 * A pipe or a link may have replaced a file since it was found. Reading a pipe could wait forever, and a link may lead anywhere.
 *
 * @throws {Error} a system error, for example `ELOOP` for a link.
 */
export async function readRegularFile(path: string, mostBytes: number): Promise<RegularFile | undefined> {
  // Windows has neither of the last two flags, and no pipes or links that look like files in a folder.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const found = await file.stat();
    if (!found.isFile()) return undefined;
    const { size } = found;
    if (size > mostBytes) return { size };
    const bytes = new Uint8Array(size);
    let read = 0;
    for (let more = 1; more > 0 && read < size; read += more) {
      more = (await file.read(bytes, read, size - read)).bytesRead;
    }
    return { size, bytes: bytes.subarray(0, read) };
  } finally {
    await file.close();
  }
}
