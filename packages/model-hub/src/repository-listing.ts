import { DownloadError, XError } from '@x/core';
import { isCommit } from './cache-layout.ts';

/** One file as the hub lists it. */
export interface RepositoryFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of the content (64 digits) for a file in large-file storage, else its git blob id (40 digits). */
  readonly oid: string;
}

/** The wanted files of one commit. */
export interface RepositoryListing {
  readonly commit: string;
  /** In the order they were asked for. */
  readonly files: readonly RepositoryFile[];
}

/**
 * Asks the hub which commit `revision` stands at, and for size and hash of those of `paths` that it has.
 *
 * Nothing in the answer is trusted: a commit and a hash become file names, so they must be hexadecimal, and paths that were not
 * asked for are left out.
 *
 * @throws {DownloadError}
 */
export async function listRepository(
  paths: readonly string[],
  {
    repository,
    revision,
    endpoint,
    fetch,
    signal,
  }: {
    readonly repository: string;
    readonly revision: string;
    readonly endpoint: string;
    readonly fetch: typeof globalThis.fetch;
    readonly signal: AbortSignal;
  },
): Promise<RepositoryListing> {
  // Loaded here, so that only those who download pay for it.
  const { modelInfo, pathsInfo } = await import('@huggingface/hub');
  const wire = { hubUrl: endpoint, fetch };
  try {
    const { sha } = await modelInfo({ ...wire, name: repository, revision, additionalFields: ['sha'] });
    if (typeof sha !== 'string' || !isCommit(sha)) throw new TypeError(`The commit is ${JSON.stringify(sha)}.`);
    const repo = { type: 'model', name: repository } as const;
    const entries = await pathsInfo({ ...wire, repo, paths: [...paths], revision: sha });
    const byPath = new Map(entries.map((entry) => [entry.path, entry]));
    const files = paths.flatMap((path) => {
      const entry = byPath.get(path);
      return entry === undefined ? [] : [toFile(path, entry)];
    });
    return { commit: sha, files };
  } catch (cause) {
    signal.throwIfAborted();
    if (XError.isInstance(cause)) throw cause;
    const message =
      'The answer is not that of a Hugging Face hub. Check the endpoint, and whether a proxy or login page is in between.';
    throw new DownloadError({ url: `${endpoint}/api/models/${repository}`, message, cause });
  }
}

interface ListedEntry {
  readonly size?: number;
  readonly oid?: string;
  readonly lfs?: { readonly oid: string; readonly size: number };
}

function toFile(path: string, entry: ListedEntry): RepositoryFile {
  const { oid, size } = entry.lfs ?? entry;
  const isHash = typeof oid === 'string' && (entry.lfs === undefined ? /^[0-9a-f]{40}$/ : /^[0-9a-f]{64}$/).test(oid);
  if (isHash && Number.isSafeInteger(size) && Number(size) >= 0) return { path, size: Number(size), oid };
  throw new TypeError(`The entry of ${path} has no usable size and hash.`);
}
