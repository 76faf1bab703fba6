import { crc32 } from 'node:zlib';

/** An entry as it is stored: with a checksum of its key and of all else that it holds. */
export type Sealed<Entry extends object> = Entry & { readonly checksum?: number };

/** Adds the checksum to an entry. */
export function seal<Entry extends object>(key: string, entry: Entry): Sealed<Entry> {
  return { ...entry, checksum: checksumOf(key, entry) };
}

/**
 * The entry without its checksum; `undefined` when there is none, or it is not what was stored.
 *
 * An entry of earlier releases has no checksum and is told by having `members` and nothing else.
 */
export function unseal<Entry extends object>(
  key: string,
  sealed: Sealed<Entry> | undefined,
  members: readonly (string & keyof Entry)[],
): Entry | undefined {
  if (typeof sealed !== 'object' || sealed === null) return undefined;
  const { checksum, ...rest } = sealed;
  const entry = rest as unknown as Entry;
  const isComplete = Object.keys(entry).join() === members.join();
  const isWhole = checksum === undefined ? !Object.hasOwn(sealed, 'checksum') : checksum === checksumOf(key, entry);
  return isComplete && isWhole ? entry : undefined;
}

function checksumOf(key: string, entry: object): number {
  return crc32(JSON.stringify([key, entry]));
}
