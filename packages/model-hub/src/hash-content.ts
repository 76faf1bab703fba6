import { openFile } from '@x/core/files';
import { createContentHash } from './content-hash.ts';

// Hashing a block of this size blocks the event loop for only a fraction of a millisecond.
const blockSize = 256 * 1024;

/**
 * Returns the hash of a file's content, of the same kind as `oid`, see `createContentHash`.
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
