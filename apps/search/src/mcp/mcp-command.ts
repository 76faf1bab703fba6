import { once } from 'node:events';

import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { ProgramStreams } from '@x/terminal';

import type { SearchArguments } from '../arguments/search-arguments.ts';
import { openIndex } from '../commands/open-index.ts';
import { followingNotices } from '../terminal/following-notices.ts';
import { refreshNotices } from '../terminal/refresh-notices.ts';
import { followFolders, messageOf } from '../watch/follow-folders.ts';
import { createMcpServer } from './create-mcp-server.ts';
import { SearchService } from './search-service.ts';
import { serveHttp } from './serve-http.ts';

/** Serves MCP over stdio, or over HTTP when a port is given. Returns when the client disconnects or the program is stopped. */
export async function runMcp(args: SearchArguments, streams: ProgramStreams): Promise<void> {
  const { stdin, stderr, env, cwd, signal } = streams;
  const ending = new AbortController();
  signal.addEventListener('abort', () => ending.abort(), { once: true });
  await using opened = await openIndex(args, { cwd, env, isShared: true });
  const { index, models } = opened;
  const named = await index.addRoots(args.paths);
  const service = new SearchService(index, { cwd, roots: named.length === 0 ? index.roots : named });
  const report = (error: unknown): void => void stderr.write(`${messageOf(error)}\n`);
  const create = (): ReturnType<typeof createMcpServer> => createMcpServer(service);
  const following = args.refresh ? followChanges(service, { cwd, stderr, signal: ending.signal }) : Promise.resolve();
  // Loads the models early, so that the first search does not wait for them.
  models().catch(report);
  following.catch((error: unknown) => {
    if (ending.signal.aborted) return;
    service.notFollowed = `Changes are no longer followed. ${messageOf(error)}`;
    report(error);
  });
  if (args.port === undefined) {
    const connection = serveStdio(create, { onerror: report });
    // An MCP client ends the connection by closing the server's stdin.
    await Promise.race([once(stdin, 'close'), once(stdin, 'end'), once(ending.signal, 'abort')]);
    await connection.close();
  } else {
    await using server = await serveHttp(create, { port: args.port, allowedHosts: args.allowedHosts, onError: report });
    stderr.write(`Serving MCP at ${server.url}\n`);
    await once(ending.signal, 'abort');
  }
  ending.abort();
  await following.catch(() => {});
}

interface Following {
  readonly cwd: string;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** Indexes the folders, then indexes their changes until the signal is aborted. */
async function followChanges(service: SearchService, { cwd, stderr, signal }: Following): Promise<void> {
  const report = refreshNotices(stderr, cwd);
  const update = async (): Promise<void> => report(await service.refresh(undefined, { signal }));
  await followFolders(service.roots, { update, signal, ...followingNotices(stderr) });
}
