/*
 * A local server that behaves like the Hugging Face hub for downloads, so that tests need no internet.
 *
 * It follows the requests of @huggingface/hub 2.17.5 (src/lib) and Python's huggingface_hub 2.4.0 (file_download.py, hf_api.py,
 * utils/_http.py): model info, tree, paths-info, and resolve with HEAD, GET and Range. Large files are redirected (302) to a signed address of
 * another origin. It sends X-Repo-Commit, ETag, X-Linked-Etag, X-Linked-Size, git blob ids, and SHA-256 of large files. It sends status 404 with
 * X-Error-Code, and 401 for a repository that an anonymous caller may not see, whether or not it exists.
 *
 * For Xet it sends the responses that the hub sends to clients without the Xet protocol (huggingface.co/docs/hub/xet/legacy-git-lfs). In them, the
 * ETag of the content is the Xet hash.
 *
 * Simplified: one commit per repository; no Xet protocol, datasets, spaces or uploads; tree listings are one page; small files are sent
 * directly, where the hub may first redirect (307) to a cache on the same host; the signature is not checked.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Fault, HubRequest, HubServer, HubServerOptions } from './hub-server-options.ts';
import { answerApi, answerResolve, type ServedRepository } from './repository-routes.ts';
import { sendError, sendFile } from './send.ts';
import { type ServedFile, toServedFile, xetHashOf } from './served-file.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, fault: Fault | undefined) => Promise<void>;

/**
 * Starts the server on two free ports of 127.0.0.1.
 *
 * @example
 * await using hub = await startHubServer({ repositories: { 'org/tiny': { 'config.json': Buffer.from('{}') } } });
 * (await fetch(`${hub.url}/org/tiny/resolve/main/config.json`)).status; // => 200
 */
export async function startHubServer(options: HubServerOptions): Promise<HubServer> {
  const { commit = 'c'.repeat(40), storage: storageKind = 'lfs', token, fault } = options;
  const requests: HubRequest[] = [];
  let storageUrl = '';
  const common = { commit, storage: storageKind, storageUrl: () => storageUrl };
  const repositories = await serveRepositories(options.repositories, common);
  const listen = (host: HubRequest['host'], answer: Answer): Promise<Server> =>
    startServer((request, response) => {
      const seen = toHubRequest(host, request);
      requests.push(seen);
      const found = fault?.(seen);
      if (found?.kind === 'status') response.writeHead(found.status, found.headers).end(found.body);
      else void answer(request, response, found).catch(() => response.destroy());
    });
  const storage = await listen('storage', (request, response, found) =>
    answerStorage(repositories, request, response, found),
  );
  const hub = await listen('hub', (request, response, found) =>
    answerHub(repositories, token, request, response, found),
  );
  storageUrl = addressOf(storage);
  return {
    url: addressOf(hub),
    storageUrl,
    commit,
    requests,
    async [Symbol.asyncDispose]() {
      await Promise.all([hub, storage].map(stopServer));
    },
  };
}

async function serveRepositories(
  repositories: HubServerOptions['repositories'],
  common: Omit<ServedRepository, 'name' | 'files'>,
): Promise<Map<string, ServedRepository>> {
  const served = new Map<string, ServedRepository>();
  for (const [name, contents] of Object.entries(repositories)) {
    const files = new Map<string, ServedFile>();
    for (const [path, content] of Object.entries(contents)) files.set(path, await toServedFile(path, content));
    served.set(name, { ...common, name, files });
  }
  return served;
}

async function answerHub(
  repositories: ReadonlyMap<string, ServedRepository>,
  token: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://hub');
  const repository = [...repositories.values()].find(
    ({ name }) => `${pathname}/`.startsWith(`/api/models/${name}/`) || pathname.startsWith(`/${name}/resolve/`),
  );
  const { authorization } = request.headers;
  const mayRead = token === undefined || authorization === `Bearer ${token}`;
  if (repository === undefined || !mayRead) {
    if (authorization === undefined) return sendError(response, 401, { message: 'Invalid username or password.' });
    return sendError(response, 404, { code: 'RepoNotFound', message: 'Repository not found' });
  }
  const apiPrefix = `/api/models/${repository.name}`;
  if (pathname.startsWith(apiPrefix)) return answerApi(request, response, repository, pathname.slice(apiPrefix.length));
  const [revision = '', ...path] = pathname
    .slice(`/${repository.name}/resolve/`.length)
    .split('/')
    .map(decodeURIComponent);
  return answerResolve(request, response, repository, { revision, path: path.join('/'), fault });
}

async function answerStorage(
  repositories: ReadonlyMap<string, ServedRepository>,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const oid = new URL(request.url ?? '/', 'http://storage').pathname.slice(1);
  const holder = [...repositories.values()].find(({ files }) =>
    [...files.values()].some(({ lfs }) => lfs?.oid === oid),
  );
  const file = [...(holder?.files.values() ?? [])].find(({ lfs }) => lfs?.oid === oid);
  if (file === undefined) return sendError(response, 403, { message: 'Access denied' });
  const etag = holder?.storage === 'xet' ? xetHashOf(oid) : oid;
  return sendFile(request, response, file, { headers: { etag: `"${etag}"` }, fault });
}

function toHubRequest(host: HubRequest['host'], { method = '', url = '', headers }: IncomingMessage): HubRequest {
  return { host, method, url, authorization: headers.authorization, range: headers.range };
}

async function startServer(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stopServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
