// Tests the server with the official MCP client over both transports.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { program, runSearch } from '../__tests__/run-search.ts';
import { temporaryFolder, type TemporaryFolder } from '../__tests__/temporary-folder.ts';

let folder: TemporaryFolder;
beforeAll(async () => {
  const lines = Array.from(
    { length: 120 },
    (_, day) => `On day ${day} the pump ran for ${day + 1} hours without water.`,
  );
  folder = await temporaryFolder({
    'docs/bees.md': '# Bees\n\n## Honey\n\nBees collect nectar and fan it until honey is left.\n',
    'docs/log.txt': lines.join('\n'),
    'secret.txt': 'The password is swordfish.',
  });
  // Creates the index before the first test.
  expect((await runSearch(['docs', '--model', 'x/static-en'], { cwd: folder.path })).status).toBe(0);
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

interface Connection extends AsyncDisposable {
  readonly client: Client;
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<Answer>;
}

interface Answer {
  readonly isError?: boolean;
  readonly text: string;
  readonly structured: Record<string, unknown> | undefined;
}

async function connect(transport: Transport, end: () => Promise<void> = async () => {}): Promise<Connection> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  return {
    client,
    async call(name, args = {}) {
      const answer = await client.callTool({ name, arguments: args });
      const text = (answer.content as { text?: string }[]).map((part) => part.text).join('');
      return {
        ...(answer.isError === true && { isError: true }),
        text,
        structured: answer.structuredContent as Answer['structured'],
      };
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await end();
    },
  };
}

const overStdio = (...roots: string[]): Promise<Connection> =>
  connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp', ...roots],
      cwd: folder.path,
      stderr: 'ignore',
    }),
  );

async function serveHttp(...args: string[]): Promise<{ url: URL; end: () => Promise<number | null> }> {
  const server = spawn(process.execPath, [program, 'mcp', '--port', '0', ...args], {
    cwd: folder.path,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'close').then(([status]) => status as number | null);
  for await (const line of createInterface({ input: server.stderr })) {
    const url = /^Serving MCP at (http\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    server.stderr.resume();
    return { url: new URL(url), end: () => (server.kill('SIGTERM'), ended) };
  }
  throw new Error('The server exited before it listened.');
}

async function overHttp(): Promise<Connection> {
  const { url, end } = await serveHttp();
  return connect(new StreamableHTTPClientTransport(url), async () => {
    expect(await end()).toBe(0);
  });
}

describe.each([
  ['stdio', overStdio],
  ['streamable HTTP', overHttp],
] as const)('the MCP server over %s', (_, open: () => Promise<Connection>) => {
  it('lists its tools with schemas and marks those that only read', async () => {
    await using connection = await open();
    const { tools } = await connection.client.listTools();
    expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
      ['search', true],
      ['get', true],
      ['status', true],
      ['index', false],
    ]);
    for (const { inputSchema, outputSchema, description } of tools) {
      expect([inputSchema.type, outputSchema?.type, description?.length]).toEqual([
        'object',
        'object',
        expect.any(Number),
      ]);
    }
  });

  it('refuses arguments that a tool does not have, and names those that it has', async () => {
    await using connection = await open();
    for (const [tool, args, message] of [
      ['search', { query: 'honey', foldre: 'docs' }, 'search takes only query, limit, folder, not foldre'],
      [
        'get',
        { file: 'docs/bees.md', passage: 0, neighbours: 1 },
        'get takes only file, passage, neighbors, not neighbours',
      ],
      ['status', { folder: 'docs' }, 'status takes no arguments, not folder'],
      ['index', { path: 'docs' }, 'index takes only folder, not path'],
    ] as const) {
      expect(await connection.call(tool, args)).toMatchObject({
        isError: true,
        text: expect.stringContaining(message),
      });
    }
  });

  it('searches, returns neighboring passages, reports its status and indexes', async () => {
    await using connection = await open();
    const { structured, text } = await connection.call('search', { query: 'how is honey made', limit: 1 });
    const [passage] = structured!['passages'] as { file: string; passage: number }[];
    expect(passage).toMatchObject({ file: 'docs/bees.md', title: 'Bees', headings: ['Bees', 'Honey'], lines: [1, 5] });
    expect(text).toContain('docs/bees.md:1-5 (passage 0), Bees > Honey\n# Bees\n\n## Honey\n\nBees collect nectar');

    const around = await connection.call('get', { file: 'docs/log.txt', passage: 2, neighbors: 1 });
    expect((around.structured!['passages'] as { passage: number }[]).map((each) => each.passage)).toEqual([1, 2, 3]);

    expect((await connection.call('status')).structured).toMatchObject({
      model: 'x/static-en',
      roots: [join(folder.path, 'docs')],
    });

    const word = `wax${performance.now()}`.replace('.', '');
    await writeFile(join(folder.path, 'docs', `${word}.md`), `# Wax\n\nThe word is ${word}.\n`);
    const refreshed = await connection.call('index', { folder: 'docs' });
    expect(refreshed.structured).toMatchObject({ removed: 0, leftOut: [] });
    const found = await connection.call('search', { query: word, limit: 1, folder: `docs/${word}.md` });
    expect(found.structured).toMatchObject({ passages: [{ file: `docs/${word}.md`, headings: ['Wax'] }] });
  });

  it('refuses paths outside the indexed folders and names those folders', async () => {
    await using connection = await open();
    const outside = [
      ['search', { query: 'password', folder: '.' }],
      ['search', { query: 'password', folder: 'docs/..' }],
      ['get', { file: 'secret.txt', passage: 0 }],
      ['get', { file: 'docs/../secret.txt', passage: 0 }],
      ['get', { file: '/etc/passwd', passage: 0 }],
      ['index', { folder: '..' }],
      ['index', { folder: 'docsy' }],
    ] as const;
    for (const [tool, args] of outside) {
      const { isError, text, structured } = await connection.call(tool, args);
      expect([isError, structured, text]).toEqual([true, undefined, expect.stringMatching(/is outside the indexed folders\. Indexed: .*docs\./)]); // prettier-ignore
    }
    const { structured } = await connection.call('search', { query: 'password swordfish', limit: 50 });
    expect(JSON.stringify(structured)).not.toContain('swordfish.');
  });

  it('responds to wrong arguments with an error that names the argument', async () => {
    await using connection = await open();
    const wrong = [
      ['search', {}, /query/],
      ['search', { query: '' }, /query/],
      ['search', { query: '  ' }, /query/],
      ['search', { query: 'a', limit: 1000 }, /limit/],
      ['get', { file: 'docs/bees.md', passage: -1 }, /passage/],
      ['get', { file: 'docs/bees.md', passage: 99 }, /has no passage 99/],
    ] as const;
    for (const [tool, args, message] of wrong) {
      expect(await connection.call(tool, args)).toMatchObject({
        isError: true,
        text: expect.stringMatching(message) as string,
      });
    }
  });
});

describe('the MCP server over HTTP', () => {
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'page', version: '1' } },
  };

  /** Returns the status of a request with these headers, which `fetch` would not send. */
  async function statusOf(url: URL, headers: Record<string, string>): Promise<number | undefined> {
    const call = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    });
    call.end(JSON.stringify(initialize));
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode;
  }

  it('refuses requests with a foreign origin or host name', async () => {
    const { url, end } = await serveHttp('--allow-host', 'search.internal');
    expect(await statusOf(url, {})).toBe(200);
    expect(await statusOf(url, { origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf(url, { host: `evil.example:${url.port}` })).toBe(403);
    expect(await statusOf(url, { host: 'search.internal' })).toBe(200);
    expect(await statusOf(new URL('/elsewhere', url), {})).toBe(404);
    expect(await end()).toBe(0);
  });
});

it('serves only the given folders of an index', async () => {
  await folder.write({ 'other/a.md': 'The moon is made of cheese.' });
  expect((await runSearch(['other'], { cwd: folder.path })).status).toBe(0);
  await using connection = await overStdio('docs');
  expect((await connection.call('status')).structured).toMatchObject({ roots: [join(folder.path, 'docs')] });
  const { structured } = await connection.call('search', { query: 'what is the moon made of', limit: 50 });
  expect(JSON.stringify(structured)).not.toContain('cheese');
  expect(await connection.call('get', { file: 'other/a.md', passage: 0 })).toMatchObject({ isError: true });
  expect((await runSearch(['forget', 'other'], { cwd: folder.path })).status).toBe(0);
});

it('indexes the other folders when one does not exist, and says what to do', async () => {
  await folder.write({ 'gone/a.md': 'Wasps.' });
  expect((await runSearch(['gone'], { cwd: folder.path })).status).toBe(0);
  await rm(join(folder.path, 'gone'), { recursive: true });
  await using connection = await overStdio('--no-refresh');
  const { isError, text, structured } = await connection.call('index');
  const warning = `x-search forget ${join(folder.path, 'gone')}`;
  expect([isError, text]).toEqual([undefined, expect.stringContaining(warning)]);
  expect(structured).toMatchObject({ removed: 0, warnings: [expect.stringContaining(warning)] });
  expect((await runSearch(['forget', 'gone'], { cwd: folder.path })).status).toBe(0);
});

it('releases the index to another process while idle and opens it again', async () => {
  await using connection = await overStdio();
  await connection.call('status');
  // This run waits until the server has closed the database.
  const { status, stdout } = await runSearch(['honey', '--files', '--limit', '1'], { cwd: folder.path });
  expect([status, stdout]).toEqual([0, 'docs/bees.md\n']);
  expect((await connection.call('search', { query: 'honey', limit: 1 })).structured).toMatchObject({ passages: [{ file: 'docs/bees.md' }] }); // prettier-ignore
});

it('exits when the client closes the connection', async () => {
  const server = spawn(process.execPath, [program, 'mcp'], { cwd: folder.path, stdio: ['pipe', 'pipe', 'ignore'] });
  server.stdin.end();
  server.stdout.resume();
  expect(await once(server, 'close')).toEqual([0, null]);
});
