import { createHash } from 'node:crypto';
import { openFile } from '@x/core/files';

// Hashing a block of this size blocks the event loop for only a fraction of a millisecond.
const blockSize = 256 * 1024;

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

/**
 * Returns the hash of a file's content, of the same kind as `oid`, see {@link createContentHash}.
 *
 * Rejects with the signal's reason between two blocks.
 */
export async function hashContent(
  path: string,
  like: { readonly oid: string; readonly size: number },
  {
    signal,
    onBytes,
  }: { readonly signal?: AbortSignal | undefined; readonly onBytes?: ((count: number) => void) | undefined },
): Promise<string> {
  const hash = createContentHash(like);
  const block = Buffer.allocUnsafe(blockSize);
  await using file = await openFile(path, 'r');
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(block, 0, blockSize, null);
    if (bytesRead === 0) return hash.digest();
    hash.update(block.subarray(0, bytesRead));
    onBytes?.(bytesRead);
  }
}
