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
  // A root above that can be read shows that the files are gone.
  const kept = isBelow(key, walked) ? 'To remove it' : 'Its indexed files are kept. To remove them';
  return `${path} cannot be read (${cause.code}). ${kept} from the index: x-search forget ${path}`;
}
