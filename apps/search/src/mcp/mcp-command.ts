import { once } from 'node:events';

import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { ProgramStreams } from '@x/terminal';

import type { SearchArguments } from '../arguments/search-arguments.ts';
import { openIndex } from '../commands/open-index.ts';
import { shortPath } from '../terminal/format-passages.ts';
import { followingNotices } from '../terminal/following-notices.ts';
import { formatReport } from '../terminal/format-report.ts';
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
    service.notUpToDate = `Changes are no longer followed. ${messageOf(error)}`;
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

/** Indexes the folders, then indexes their changes until the signal is aborted. The service says while it fails. */
async function followChanges(service: SearchService, { cwd, stderr, signal }: Following): Promise<void> {
  const update = async (): Promise<void> => {
    const report = await service.refresh(undefined, { signal });
    if (report.indexed + report.removed > 0) stderr.write(`${formatReport(report, (path) => shortPath(path, cwd))}\n`);
  };
  const notices = followingNotices(stderr);
  const onFailure = (error: unknown): void => {
    service.notUpToDate = messageOf(error);
    notices.onFailure(error);
  };
  const onRecovery = (): void => {
    service.notUpToDate = undefined;
    notices.onRecovery();
  };
  await followFolders(service.roots, { update, onFailure, onRecovery, signal });
}
