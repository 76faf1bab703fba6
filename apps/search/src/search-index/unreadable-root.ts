import { isMissing } from '../files/is-missing.ts';
import { isBelow } from './files-below.ts';

/** A root that cannot be read. */
export interface RootFailure {
  /** The absolute path. */
  readonly path: string;
  /** The name in the index. */
  readonly key: string;
  /** The system error. */
  readonly cause: NodeJS.ErrnoException;
}

/** Returns a message about a root that cannot be read. Its files are kept, because its disk may only be disconnected. */
export function unreadableRoot({ path, key, cause }: RootFailure, walked: readonly string[]): string {
  const isInner = isBelow(key, walked);
  // A root above that can be read shows that a missing root is gone.
  const kept = isInner && isMissing(cause) ? '' : 'Its indexed files are kept. ';
  // The files of an inner root belong to the root above as well, so to forget it does not remove them.
  const subject = isInner ? 'it' : 'them';
  return `${path} cannot be read (${cause.code}). ${kept}To remove ${subject} from the index: x-search forget ${path}`;
}
