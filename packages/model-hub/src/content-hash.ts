import { createHash } from 'node:crypto';

/** An incremental hash of a file's content, comparable to the oid that the hub lists. */
export interface ContentHash {
  update(bytes: Uint8Array): void;
  /** Ends the hash and returns it in lower-case hexadecimal. */
  digest(): string;
}

/**
 * Returns a hash of the same kind as `oid`: SHA-256 for 64 digits; for 40 digits the git blob id, which is SHA-1 over `blob SIZE\0` and the content.
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
