import { createHash } from 'node:crypto';

/** A running hash of a file's content, comparable to the oid under which the hub lists it. */
export interface ContentHash {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal; ends the hash. */
  digest(): string;
}

/**
 * The hash that `oid` was made with: SHA-256 for 64 digits; for 40, git's blob id, SHA-1 over `blob SIZE\0` and the content.
 *
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export function createContentHash({ oid, size }: { readonly oid: string; readonly size: number }): ContentHash {
  const hash = oid.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => hash.digest('hex'),
  };
}
