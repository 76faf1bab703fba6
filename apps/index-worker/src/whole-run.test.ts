import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { missingEngine, redisServer, startRedis, type TestDatabase } from '@x/database-servers';
import { QdrantClient } from '@x/qdrant-adapter';
import { serve } from '@x/qdrant-local/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runProgram, RunningProgram } from './__tests__/run-program.ts';

const linesOf = (ids: readonly number[]): string =>
  ids.map((id) => `${JSON.stringify({ id, payload: { text: `Bee number ${id} makes honey.` } })}\n`).join('');
const ids = Array.from({ length: 24 }, (_, index) => index);

describe.skipIf(redisServer === undefined)(`the program over Redis and a server${missingEngine('redis')}`, () => {
  let redis: TestDatabase;
  let qdrant: Awaited<ReturnType<typeof serve>>;
  let folder: string;
  const key = 'a key of the server';
  const flags = (name: string): readonly string[] => ['--queue-file', join(folder, 'queue'), '--name', name];
  const workers: RunningProgram[] = [];
  const startWorker = (name: string, ...more: readonly string[]): RunningProgram => {
    const server = ['--qdrant', qdrant.url, '--api-key-file', join(folder, 'key'), '--collection', name];
    const started = new RunningProgram(['worker', ...flags(name), ...server, '--offline', ...more], folder);
    workers.push(started);
    return started;
  };

  beforeAll(async () => {
    redis = await startRedis();
    qdrant = await serve({ port: 0, apiKey: key });
    folder = await mkdtemp(join(tmpdir(), 'index-worker-'));
    await Promise.all([writeFile(join(folder, 'queue'), `${redis.url}\n`), writeFile(join(folder, 'key'), `${key}\n`)]);
  });

  afterAll(async () => {
    // Ends the workers that a failed test left.
    await Promise.all(workers.map(async (worker) => worker.end('SIGKILL')));
    await qdrant.close();
    await redis[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('indexes a file with two workers, one of which is killed, and removes documents that the next file lacks', async () => {
    const first = startWorker('killed', '--json', '--lock-seconds', '1');
    const second = startWorker('killed', '--lock-seconds', '1', '--metrics-port', '0');
    expect(JSON.parse(await first.wrote('ready'))).toMatchObject({
      event: 'ready',
      model: 'sentence-transformers/all-MiniLM-L6-v2',
    });
    const url = (await second.wrote('is ready')).split(' metrics at ')[1]!;

    const enqueueing = ['enqueue', '-', ...flags('killed'), '--run-id', '5', '--unit-size', '2'];
    expect(await runProgram(enqueueing, { input: linesOf(ids) })).toEqual({
      status: 0,
      stdout: 'Run 5: 24 items in 12 units.\n',
      stderr: '',
    });
    expect(JSON.parse(await first.wrote('"unit"'))).toMatchObject({ outcome: 'done', runId: 5, documents: 2 });
    // Whether it is idle or busy, the other worker does the remaining units.
    await first.end('SIGKILL');
    const finished = await runProgram(['finish', ...flags('killed'), '--run-id', '5', '--json']);
    expect(finished).toMatchObject({ status: 0, stderr: 'Waiting for the workers to finish run 5.\n' });
    expect(JSON.parse(finished.stdout)).toMatchObject({ items: 24, units: 12, failedUnits: 0, removed: 0 });

    const again = ['enqueue', '-', ...flags('killed'), '--run-id', '6', '--finish'];
    const { stdout, stderr } = await runProgram(again, { input: linesOf(ids.slice(1)) });
    expect(stderr).toBe('Run 6: 23 items in 1 unit.\nWaiting for the workers to finish run 6.\n');
    expect(stdout).toMatch(/^Run 6 is finished\.\n\nitems +23\n/);
    expect(stdout).toMatch(/\nunchanged +23\n.*\nremoved +1\n$/s);

    const status = await runProgram(['status', ...flags('killed')]);
    expect(status.stdout).toMatch(/^killed, run 6: finished\n━{40} {2}100\.0 % {2}1 of 1 unit\n\ndocuments {2}23\n/);
    const metrics = await (await fetch(url)).text();
    expect(metrics).toContain('x_index_queue_run_finished{run="6"} 1');
    const cut = await runProgram(['enqueue', '-', ...flags('killed'), '--run-id', '7', '--finish']);
    expect(cut).toMatchObject({ status: 1, stdout: '' });
    expect(cut.stderr.replaceAll('\n', ' ')).toContain('it has no items, and would remove every document.');

    await using client = new QdrantClient({ url: qdrant.url, apiKey: key });
    expect((await client.count('killed', { exact: true })).count).toBe(23);
    expect(await second.end('SIGTERM')).toBe(0);
    expect(second.lines.at(-1)).toMatch(/^\d\d:\d\d:\d\d Ending: /);
  });

  it('reads items with a module, and lists the documents that cannot be indexed', async () => {
    const module = `export default (paths) => paths.map((path) => ({ id: path.length, payload: path === 'bad' ? {} : { text: path } }));`;
    await writeFile(join(folder, 'read.mjs'), module);
    const worker = startWorker('read', '--read', 'read.mjs', '--concurrency', '1');
    await writeFile(join(folder, 'items.jsonl'), '"bad"\r\n\r\n"honey"\r\n');
    const enqueueing = ['enqueue', 'items.jsonl', ...flags('read'), '--run-id', '1', '--finish', '--json'];
    const { stdout } = await runProgram(enqueueing, { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ items: 2, indexed: 1, rejected: 1 });
    const table = await runProgram(['rejected', ...flags('read')]);
    expect(table.stdout).toMatch(/^id {2}stage +reason\n 3 {2}\S.*text.*\n$/);
    const lines = await runProgram(['rejected', ...flags('read'), '--json']);
    expect(JSON.parse(lines.stdout)).toMatchObject({ id: 3, index: 0 });
    expect(await worker.wrote('1 rejected')).toContain('2 documents in ');
    await worker.end('SIGTERM');
  });

  it('exits with 1 after the report when units failed', async () => {
    const core = pathToFileURL(createRequire(import.meta.url).resolve('@x/core')).href;
    const facts = `{ parameter: 'path', value: 1, expected: 'a text' }`;
    const module = `import { InvalidArgumentError } from '${core}';\nexport default () => { throw new InvalidArgumentError(${facts}); };`;
    await writeFile(join(folder, 'failing.mjs'), module);
    const worker = startWorker('failing', '--read', 'failing.mjs');
    const enqueueing = ['enqueue', '-', ...flags('failing'), '--run-id', '4', '--finish'];
    const run = await runProgram(enqueueing, { input: '1\n' });
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('Units failed, so nothing was removed.');
    expect(await runProgram(['finish', ...flags('failing'), '--run-id', '4'])).toMatchObject({ status: 1 });
    await worker.end('SIGTERM');
  });

  it('names the line of an item that is too large', async () => {
    const input = `\n1\n"${'x'.repeat(70_000)}"\n`;
    const run = await runProgram(['enqueue', '-', ...flags('large'), '--run-id', '3'], { input });
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toContain('stdin:3 must have at most 65533 bytes of JSON.');
    expect(run.stderr).not.toContain('All options');
  });

  it('ends at a signal while its database does not respond', async () => {
    await using lost = await startRedis();
    const place = ['--queue', lost.url, '--name', 'lost'];
    await runProgram(['enqueue', '-', ...place, '--run-id', '3'], { input: '1\n' });
    const watching = new RunningProgram(['status', ...place, '--watch', '--json']);
    await watching.wrote('"state":"indexing"');
    process.kill(lost.pid, 'SIGSTOP');
    expect(await watching.end('SIGTERM')).toBe(130);
    process.kill(lost.pid, 'SIGCONT');
  });

  it('ends immediately at the second signal, while a unit is active', async () => {
    await writeFile(
      join(folder, 'endless.mjs'),
      `export default () => (console.log('reading'), new Promise(() => {}));`,
    );
    const worker = startWorker('endless', '--read', 'endless.mjs');
    await worker.wrote('is ready');
    await runProgram(['enqueue', '-', ...flags('endless')], { input: '1\n' });
    await worker.wrote('reading');
    const ended = worker.end('SIGTERM');
    await worker.wrote('Ending: ');
    await worker.end('SIGTERM');
    expect(await ended).toBe(130);
  });

  it('stops enqueueing at the first signal, while stdin is idle', async () => {
    const enqueueing = new RunningProgram(['enqueue', '-', ...flags('idle'), '--run-id', '3']);
    while ((await runProgram(['status', ...flags('idle')])).status !== 0);
    expect(await enqueueing.end('SIGTERM')).toBe(130);
  });

  it('explains how to continue when a line of the file is not JSON', async () => {
    const run = await runProgram(['enqueue', '-', ...flags('broken'), '--run-id', '3'], {
      input: `${linesOf([1])}{"id"`,
    });
    expect(run).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Not all items were enqueued. To continue, run the command again with --run-id 3.\nstdin:2 is not JSON: write one value on each line.\n',
    });
  });

  it('reports that the queue has no run, and starts none for a file that cannot be read', async () => {
    const run = await runProgram(['enqueue', 'no-file', ...flags('none')]);
    expect(run).toMatchObject({ status: 1, stderr: 'no-file cannot be read (ENOENT): name a JSON Lines file.\n' });
    for (const command of ['status', 'rejected']) {
      const unknown = await runProgram([command, ...flags('broken'), '--run-id', '99']);
      expect(unknown).toMatchObject({ status: 1, stdout: '' });
      expect(unknown.stderr).toContain('The queue "broken" has no run 99: the newest run is 3.');
    }
    const status = await runProgram(['status', ...flags('none')]);
    expect(status).toMatchObject({ status: 1, stdout: '' });
    expect(status.stderr).toContain('The queue "none" has no run');
  });

  it('serves metrics to local programs, but not to pages of other sites', async () => {
    const server = new RunningProgram(['metrics', ...flags('metrics'), '--port', '0']);
    const url = (await server.wrote('Metrics at ')).replace('Metrics at ', '');
    expect(await (await fetch(url)).text()).toBe('');
    expect((await fetch(url, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await fetch(new URL('/health', url))).status).toBe(200);
    expect((await fetch(new URL('/metrics?name=value', url))).status).toBe(200);
    expect((await fetch(new URL('/other', url))).status).toBe(404);
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
