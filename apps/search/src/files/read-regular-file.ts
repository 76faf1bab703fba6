import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** What {@link readRegularFile} found. */
export interface RegularFile {
  /** Bytes that it has. */
  readonly size: number;
  /** Absent where it has more than were asked for. */
  readonly bytes?: Uint8Array;
}

/**
 * Reads a file of at most `mostBytes`; `undefined` when there is something else under its name.
 *
 * A pipe would keep its reader waiting for ever, and what a link leads to may be anywhere: either may take the place of a file that was found.
 *
 * @throws {Error} of the system: `ELOOP` for a link.
 */
export async function readRegularFile(path: string, mostBytes: number): Promise<RegularFile | undefined> {
  // Windows has neither flag, and neither pipes nor links that stand in a folder like files.
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
