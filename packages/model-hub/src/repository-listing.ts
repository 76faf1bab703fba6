import { DownloadError, XError } from '@x/core';
import { isCommit } from './model-request.ts';

/** One file as the hub lists it. */
export interface RepositoryFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of the content (64 digits) for a file in large-file storage, else its git blob id (40 digits). */
  readonly oid: string;
}

/** One commit of a repository, with queries to the hub about it. */
export interface RepositoryListing {
  readonly commit: string;
  /** Returns size and hash of each of the `paths` that the commit contains, in that order. */
  find(paths: readonly string[]): Promise<RepositoryFile[]>;
  /** Returns the paths of all files in a folder; '' lists the whole repository recursively. Fails beyond 200 pages or 64 MiB. */
  list(folder: string): Promise<string[]>;
}

/** Limits of one listing: more than any model needs, but small enough to keep in memory. */
const maxPages = 200;
const maxMebibytes = 64;

/** Options of {@link listRepository}. */
export interface ListRepositoryOptions {
  readonly repository: string;
  readonly revision: string;
  readonly endpoint: string;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

/**
 * Asks the hub for the commit of `revision`, and returns a listing of that commit.
 *
 * Responses are not trusted. Commits and hashes become file names, so they must be hexadecimal. Only requested paths are used.
 *
 * @throws {DownloadError} when the hub fails; the methods of the listing throw it too.
 */
export async function listRepository(options: ListRepositoryOptions): Promise<RepositoryListing> {
  const { repository, revision, endpoint, fetch } = options;
  // Loaded here, so that programs without downloads do not load it.
  const { listFiles, modelInfo, pathsInfo } = await import('@huggingface/hub');
  const wire = { hubUrl: endpoint, fetch };
  const repo = { type: 'model', name: repository } as const;
  const commit = await understand(options, async () => {
    const { sha } = await modelInfo({ ...wire, name: repository, revision, additionalFields: ['sha'] });
    if (typeof sha === 'string' && isCommit(sha)) return sha;
    throw new TypeError(`The commit is ${JSON.stringify(sha)}.`);
  });
  const readTree = async (where: { readonly recursive: true } | { readonly path: string }): Promise<TreeEntry[]> => {
    const entries: TreeEntry[] = [];
    const bounded = { ...wire, fetch: withinBounds(options) };
    for await (const entry of listFiles({ ...bounded, repo, revision: commit, ...where })) entries.push(entry);
    return entries;
  };
  let tree: Promise<TreeEntry[]> | undefined;
  const readEntries = async (paths: readonly string[]): Promise<TreeEntry[]> => {
    try {
      return await pathsInfo({ ...wire, repo, paths: [...paths], revision: commit });
    } catch (error) {
      if (!lacksRoute(error)) throw error;
      return (tree ??= readTree({ recursive: true }).catch((cause: unknown) => {
        throw lacksRoute(cause) ? withoutRoutes(options, cause) : cause;
      }));
    }
  };
  const find = (paths: readonly string[]): Promise<RepositoryFile[]> =>
    understand(options, async () => {
      const byPath = new Map((await readEntries(paths)).map((entry) => [entry.path, entry]));
      return paths.flatMap((path) => {
        const entry = byPath.get(path);
        return entry === undefined ? [] : [toFile(path, entry)];
      });
    });
  const list = (folder: string): Promise<string[]> =>
    understand(options, async () => {
      const entries = await readTree(folder === '' ? { recursive: true } : { path: folder });
      return entries.flatMap(({ type, path }: { readonly type: unknown; readonly path: unknown }) =>
        type === 'file' && typeof path === 'string' ? [path] : [],
      );
    });
  return { commit, find, list };
}

/** Returns true for the answer of a mirror to a route that it does not offer. The repository exists, because the hub told its commit. */
function lacksRoute(error: unknown): error is DownloadError {
  return DownloadError.isInstance(error) && [400, 404, 405].includes(error.status ?? 0);
}

function withoutRoutes({ endpoint, repository }: ListRepositoryOptions, cause: DownloadError): DownloadError {
  const routes = 'POST /api/models/NAME/paths-info/COMMIT and GET /api/models/NAME/tree/COMMIT';
  const message = `${endpoint} offers neither of the routes that list sizes and hashes (${routes}). Choose another endpoint, or copy the files into a folder and pass it as modelPath.`;
  return new DownloadError({
    url: `${endpoint}/api/models/${repository}`,
    ...(cause.status !== undefined && { status: cause.status }),
    message,
    cause,
  });
}

/** Returns a `fetch` that fails beyond the limits, because an endless listing would otherwise fill the memory. */
function withinBounds({ endpoint, repository, fetch }: ListRepositoryOptions): typeof globalThis.fetch {
  let [pages, bytes] = [0, 0];
  const exceeds = (bound: string): DownloadError => {
    const message = `The list of the files of ${repository} has more than ${bound}. Check the endpoint, or name the files that you need.`;
    return new DownloadError({ url: `${endpoint}/api/models/${repository}`, message });
  };
  return async (input, init) => {
    if (++pages > maxPages) throw exceeds(`${maxPages} pages`);
    const response = await fetch(input, init);
    const body = await response.arrayBuffer();
    bytes += body.byteLength;
    if (bytes > maxMebibytes * 2 ** 20) throw exceeds(`${maxMebibytes} MiB`);
    return new Response(body, response);
  };
}

/** Returns the result of the client. A response that the client cannot parse becomes a {@link DownloadError}. */
async function understand<T>(
  { endpoint, repository, signal }: ListRepositoryOptions,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    signal.throwIfAborted();
    if (XError.isInstance(cause)) throw cause;
    const message =
      'The response is not from a Hugging Face hub. Check the endpoint, and whether a proxy or login page intercepts the request.';
    throw new DownloadError({ url: `${endpoint}/api/models/${repository}`, message, cause });
  }
}

interface TreeEntry {
  readonly type: string;
  readonly path: string;
  readonly size?: number;
  readonly oid?: string;
  readonly lfs?: { readonly oid: string; readonly size: number };
}

function toFile(path: string, entry: TreeEntry): RepositoryFile {
  const { oid, size } = entry.lfs ?? entry;
  const isHash = typeof oid === 'string' && (entry.lfs === undefined ? /^[0-9a-f]{40}$/ : /^[0-9a-f]{64}$/).test(oid);
  if (isHash && Number.isSafeInteger(size) && Number(size) >= 0) return { path, size: Number(size), oid };
  throw new TypeError(`The entry of ${path} has no usable size and hash.`);
}
