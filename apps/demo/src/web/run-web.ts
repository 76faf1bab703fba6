import { once } from 'node:events';
import { columnsOf, wrap } from '@x/terminal';

import type { DemoArguments } from '../arguments/demo-arguments.ts';
import type { WebArguments } from '../arguments/web-arguments.ts';
import { WebDemo } from './demo/web-demo.ts';
import { hasDesktop, openBrowser } from './open-browser.ts';
import { startWebServer } from './start-web-server.ts';

/** Serves the demo as a web page until SIGINT (Ctrl+C) or SIGTERM, then disposes of everything. */
export async function runWeb(
  { embedder, reranker, offline }: DemoArguments,
  { port, open }: WebArguments,
): Promise<void> {
  const { stdout, stderr, env, platform } = process;
  const isEnding = ending();
  await using demo = await WebDemo.open({ offline });
  const onError = (error: unknown): void => {
    stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  };
  await using server = await startWebServer({ demo, port, onError });
  const columns = columnsOf(stdout, env);
  stdout.write(
    `${wrap(`The movie example is at ${server.url} (press Ctrl+C to stop)`, { columns, breakWords: false })}\n`,
  );
  demo.start({ embedder, reranker });
  if (open && hasDesktop({ platform, environment: env, isTerminal: stdout.isTTY })) await openBrowser(server.url);
  await isEnding;
}

/** Resolves at the first SIGINT or SIGTERM. A second signal ends the process immediately. */
async function ending(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
