// Calls the search program's MCP server over stdio through the official client.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Path of the built program. */
export const PROGRAM = fileURLToPath(new URL('../../apps/search/dist/main.js', import.meta.url));

/**
 * The members of the MCP client that are used here.
 *
 * @typedef {object} McpClient
 * @property {(transport: object) => Promise<void>} connect
 * @property {(request: object, options: object) => Promise<{ isError?: boolean, content?: unknown, structuredContent?: Record<string, unknown> }>} callTool
 * @property {() => Promise<void>} close
 */

/**
 * Starts the server in a folder. The server indexes nothing until `index` is called.
 *
 * @param {{ cwd: string, args: readonly string[] }} options
 */
export async function startServer({ cwd, args }) {
  // The client is a development dependency of the program, so it is resolved from there.
  const from = createRequire(new URL('../../apps/search/package.json', import.meta.url));
  /** @type {{ Client: new (info: object) => McpClient }} */
  const { Client } = from('@modelcontextprotocol/client');
  /** @type {{ StdioClientTransport: new (options: object) => { readonly pid: number | null } }} */
  const { StdioClientTransport } = from('@modelcontextprotocol/client/stdio');
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, 'mcp', '--no-refresh', '--offline', ...args],
    cwd,
    stderr: 'inherit',
  });
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(transport);
  return {
    pid: transport.pid ?? 0,
    /**
     * @param {string} name
     * @param {Record<string, unknown>} [values]
     * @returns {Promise<Record<string, unknown>>}
     */
    async call(name, values = {}) {
      const answer = await client.callTool({ name, arguments: values }, { timeout: 3_600_000 });
      if (answer.isError === true || answer.structuredContent === undefined) {
        throw new Error(`${name} failed: ${JSON.stringify(answer.content)}`);
      }
      return answer.structuredContent;
    },
    close: () => client.close(),
  };
}
