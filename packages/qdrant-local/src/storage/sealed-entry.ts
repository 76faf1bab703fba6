import { crc32 } from 'node:zlib';

/** An entry as it is stored: with a checksum of its key and its other members. */
export type Sealed<Entry extends object> = Entry & { readonly checksum?: number };

/** Adds the checksum to an entry. */
export function seal<Entry extends object>(key: string, entry: Entry): Sealed<Entry> {
  return { ...entry, checksum: checksumOf(key, entry) };
}

/**
 * Returns the entry without its checksum, or `undefined` when it is missing or damaged.
 *
 * An entry of an earlier release has no checksum. It is accepted when it has exactly the given `members`.
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
