import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Fault } from './hub-server-options.ts';
import { sendError, sendFile, sendJson } from './send.ts';
import { type ServedFile, xetHashOf } from './served-file.ts';

/** A repository, with the storage of its large files. */
export interface ServedRepository {
  readonly name: string;
  readonly commit: string;
  readonly files: ReadonlyMap<string, ServedFile>;
  readonly storage: 'lfs' | 'xet';
  readonly storageUrl: () => string;
}

/** Answers `/api/models/{repository}{rest}`. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  repository: ServedRepository,
  rest: string,
): Promise<void> {
  const [, action = 'revision', encodedRevision = 'main', folder = ''] =
    /^\/(\w[\w-]*)\/([^/]+)\/?(.*)$/.exec(rest) ?? [];
  if (!isKnownRevision(repository, decodeURIComponent(encodedRevision))) return sendUnknownRevision(response);
  const entries = [...repository.files.values()];
  if (action === 'revision') sendJson(response, modelInfo(repository));
  else if (action === 'tree') {
    const isRecursive = /[?&]recursive=(true|1)/i.test(request.url ?? '');
    sendJson(response, treeOf(entries, repository, { folder: decodeURIComponent(folder), isRecursive }));
  } else if (action === 'paths-info') {
    const paths = await wantedPaths(request);
    sendJson(
      response,
      entries.filter(({ path }) => paths.has(path)).map((file) => toEntry(file, repository)),
    );
  } else sendError(response, 404, { message: 'Not found' });
}

/** Answers `/{repository}/resolve/{revision}/{path}`: small files directly, large ones by a redirect to storage. */
export async function answerResolve(
  request: IncomingMessage,
  response: ServerResponse,
  repository: ServedRepository,
  { revision, path, fault }: { readonly revision: string; readonly path: string; readonly fault: Fault | undefined },
): Promise<void> {
  const { commit } = repository;
  if (!isKnownRevision(repository, revision)) return sendUnknownRevision(response);
  const file = repository.files.get(path);
  if (file === undefined)
    return sendError(response, 404, { code: 'EntryNotFound', message: 'Entry not found', commit });
  if (file.lfs === undefined) {
    const headers = { etag: `"${file.oid}"`, 'x-repo-commit': commit };
    return sendFile(request, response, file, { headers, fault });
  }
  response.writeHead(302, {
    location: `${repository.storageUrl()}/${file.lfs.oid}?signature=secret`,
    'x-repo-commit': commit,
    'x-linked-etag': `"${file.lfs.oid}"`,
    'x-linked-size': String(file.size),
    ...(repository.storage === 'xet' && {
      'x-xet-hash': xetHashOf(file.lfs.oid),
      'x-xet-refresh-route': `/api/models/${repository.name}/xet-read-token/${commit}`,
    }),
  });
  response.end();
}

function isKnownRevision({ commit }: ServedRepository, revision: string): boolean {
  return revision === 'main' || revision === 'HEAD' || revision === commit;
}

function sendUnknownRevision(response: ServerResponse): void {
  sendError(response, 404, { code: 'RevisionNotFound', message: 'Invalid rev id' });
}

function modelInfo({ name, commit, files }: ServedRepository): unknown {
  return {
    _id: '0123456789abcdef01234567',
    id: name,
    modelId: name,
    sha: commit,
    private: false,
    gated: false,
    disabled: false,
    downloads: 0,
    likes: 0,
    tags: [],
    lastModified: '2024-01-01T00:00:00.000Z',
    createdAt: '2024-01-01T00:00:00.000Z',
    siblings: [...files.keys()].map((rfilename) => ({ rfilename })),
  };
}

function toEntry({ path, size, oid, lfs }: ServedFile, { storage }: ServedRepository): unknown {
  const isXet = lfs !== undefined && storage === 'xet';
  return { type: 'file', path, size, oid, ...(lfs && { lfs }), ...(isXet && { xetHash: xetHashOf(lfs.oid) }) };
}

function treeOf(
  files: readonly ServedFile[],
  repository: ServedRepository,
  { folder, isRecursive }: { readonly folder: string; readonly isRecursive: boolean },
): unknown[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const inside = files.filter(({ path }) => path.startsWith(prefix));
  const folders = new Set(
    inside.flatMap(({ path }) => foldersOf(path.slice(prefix.length)).map((name) => prefix + name)),
  );
  const isShown = (path: string): boolean => isRecursive || !path.slice(prefix.length).includes('/');
  const directories = [...folders]
    .filter(isShown)
    .map((path) => ({ type: 'directory', path, size: 0, oid: '0'.repeat(40) }));
  return [...directories, ...inside.filter(({ path }) => isShown(path)).map((file) => toEntry(file, repository))];
}

/** Returns the folders of a path: `a/b/c` has `a` and `a/b`. */
function foldersOf(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

/** Reads the paths of a request. The JavaScript client sends JSON, the Python client sends a form. */
async function wantedPaths(request: IncomingMessage): Promise<Set<string>> {
  const body = await text(request);
  if (!request.headers['content-type']?.includes('json')) return new Set(new URLSearchParams(body).getAll('paths'));
  const { paths } = JSON.parse(body) as { paths: string[] };
  return new Set(paths);
}
