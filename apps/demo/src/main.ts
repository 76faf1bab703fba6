#!/usr/bin/env node
// The program of the movie example. It prints results to stdout, and progress and notices to stderr.
import { runProgram } from '@x/core/program';
import { TextCrossEncoder } from '@x/cross-encoder';
import { columnsOf, createProgressDisplay, createStyle, fitUsage, wrap, wrapMessage } from '@x/terminal';

import { parseDemoArguments, usage } from './arguments/demo-arguments.ts';
import { runCascade } from './example/run-cascade.ts';
import { runExample } from './example/run-example.ts';
import { formatCascade } from './terminal/format-cascade.ts';
import { formatResult } from './terminal/format-result.ts';
import { writeStaticSite } from './static-site/write-static-site.ts';
import { licenseNotice } from './terminal/license-notice.ts';
import { formatRerankers } from './terminal/list-rerankers.ts';

const { stdout, stderr, env } = process;

await runProgram({
  async run(words) {
    const result = await runDemo(words);
    if (result !== undefined) stdout.write(result);
  },
  hint: `\n${fitUsage(usage, columnsOf(stderr, env))}`,
  format: (error) => wrapMessage(error, stderr, env),
});

/** Runs the example, and returns what to print. */
async function runDemo(words: readonly string[]): Promise<string | undefined> {
  const args = parseDemoArguments(words, env);
  const columns = columnsOf(stdout, env);
  if (args.help) return fitUsage(usage, columns);
  if (args.web !== undefined) {
    if (args.web.folder !== undefined) {
      await writeStaticSite(args.web.folder);
      return `The page is in ${args.web.folder}. Any web server can serve it.\n`;
    }
    // Imported only here, because the terminal output needs no server.
    const { runWeb } = await import('./web/run-web.ts');
    await runWeb(args, args.web);
    return undefined;
  }
  if (args.listModels) return args.json ? toJson(TextCrossEncoder.listSupportedModels()) : formatRerankers(columns);

  const notice = licenseNotice(args.reranker);
  if (notice !== undefined) stderr.write(`${wrap(notice, { columns: columnsOf(stderr, env) })}\n`);
  const progress = createProgressDisplay(stderr, env);
  const format = { style: createStyle(stdout), columns, picture: stdout.isTTY };
  if (args.stages === 'cascade') {
    const result = await runCascade(args, progress.listener).finally(progress.close);
    return args.json ? toJson(result) : formatCascade(result, format);
  }
  const result = await runExample(args, progress.listener).finally(progress.close);
  return args.json ? toJson(result) : formatResult(result, format);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
