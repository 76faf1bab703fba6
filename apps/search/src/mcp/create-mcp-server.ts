import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { count } from '@x/terminal';

import type { JsonPassage } from '../commands/json-passage.ts';
import { programVersion } from '../program-version.ts';
import { formatReport } from '../terminal/format-report.ts';
import type { SearchService } from './search-service.ts';

const passageSchema = z.object({
  file: z.string(),
  passage: z.number().int().describe('Number of the passage in its file, from 0.'),
  title: z.string().optional(),
  headings: z.array(z.string()).describe('The headings above it, from the outermost to the innermost.'),
  lines: z.array(z.number().int()).optional().describe('Its first and last line, from 1.'),
  pages: z.array(z.number().int()).optional().describe('Its first and last page, from 1; of PDF files.'),
  score: z.number().optional(),
  text: z.string(),
});

const leftOutSchema = z.array(z.object({ path: z.string(), reason: z.string() }));

const instructions = `Searches the documents of this machine's user: by meaning, by words and by both together. Ask search with a whole question or with
keywords, then get for what stands around a passage. Results name file and lines.`;

/** An MCP server with the tools `search`, `get`, `status` and `index`, for one connection or request. */
export function createMcpServer(service: SearchService): McpServer {
  const server = new McpServer(
    { name: 'x-search', title: 'Search in documents', version: programVersion() },
    { instructions },
  );
  registerReading(server, service);
  registerIndexing(server, service);
  return server;
}

const reading = { readOnlyHint: true, openWorldHint: false };

function registerReading(server: McpServer, service: SearchService): void {
  server.registerTool(
    'search',
    {
      title: 'Search the documents',
      description:
        'Finds the passages of the indexed documents that answer a question best. Returns text with file and lines.',
      inputSchema: z.object({
        query: z.string().min(1).describe('A question or keywords, in the language of the documents.'),
        limit: z.number().int().min(1).max(50).default(5).describe('How many passages to return.'),
        folder: z.string().optional().describe('Only passages of this folder or file.'),
      }),
      outputSchema: z.object({
        passages: z.array(passageSchema.extend({ score: z.number() })),
        isIndexing: z.boolean().describe('Whether files are still being indexed, so that passages may be missing.'),
      }),
      annotations: reading,
    },
    async ({ query, limit, folder }, { mcpReq }) => {
      const passages = await service.search(query, limit, folder, mcpReq.signal);
      const { isIndexing } = service;
      const note = isIndexing ? '\n\n(Files are still being indexed: ask again for more.)' : '';
      const text = passages.length === 0 ? 'Nothing was found.' : passages.map(toText).join('\n\n');
      return { content: [{ type: 'text', text: text + note }], structuredContent: { passages, isIndexing } };
    },
  );
  server.registerTool(
    'get',
    {
      title: 'Read around a passage',
      description: 'Returns a passage that search found, with the passages before and after it in the same file.',
      inputSchema: z.object({
        file: z.string().describe('The file, as search returned it.'),
        passage: z.number().int().min(0).describe('The number of the passage, as search returned it.'),
        neighbours: z.number().int().min(0).max(20).default(2).describe('How many passages before and after it.'),
      }),
      outputSchema: z.object({ passages: z.array(passageSchema) }),
      annotations: reading,
    },
    async ({ file, passage, neighbours }) => {
      const passages = await service.get(file, passage, neighbours);
      return { content: [{ type: 'text', text: passages.map(toText).join('\n\n') }], structuredContent: { passages } };
    },
  );
}

function registerIndexing(server: McpServer, service: SearchService): void {
  server.registerTool(
    'status',
    {
      title: 'What is indexed',
      description:
        'Returns the folders that are searched, how many files and passages they have, and which files are left out and why.',
      inputSchema: z.object({}),
      outputSchema: z.object({
        index: z.string(),
        model: z.string(),
        roots: z.array(z.string()),
        files: z.number().int(),
        passages: z.number().int(),
        leftOut: leftOutSchema,
        isIndexing: z.boolean(),
      }),
      annotations: reading,
    },
    async () => {
      const status = await service.status();
      const { files, passages, roots, isIndexing } = status;
      const text = `${count(files, 'file')} in ${count(passages, 'passage')} below ${roots.join(', ')}${isIndexing ? '; indexing now' : ''}.`;
      return { content: [{ type: 'text', text }], structuredContent: { ...status } };
    },
  );
  server.registerTool(
    'index',
    {
      title: 'Index what has changed',
      description:
        'Brings the index up to date with the files: only those that changed are read. Folders that are not searched are refused.',
      inputSchema: z.object({ folder: z.string().optional().describe('Only this folder or file.') }),
      outputSchema: z.object({
        files: z.number().int(),
        indexed: z.number().int(),
        removed: z.number().int(),
        passages: z.number().int(),
        leftOut: leftOutSchema,
        totalMs: z.number(),
      }),
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    async ({ folder }, { mcpReq }) => {
      const report = await service.refresh(folder, { signal: mcpReq.signal });
      return { content: [{ type: 'text', text: formatReport(report, String) }], structuredContent: { ...report } };
    },
  );
}

/** A passage as a model reads it. */
function toText({ file, passage, lines, pages, headings, text }: JsonPassage): string {
  const place = lines === undefined ? `, pages ${pages?.join('-')}` : `:${lines.join('-')}`;
  return `${file}${place} (passage ${passage})${headings.length === 0 ? '' : `, ${headings.join(' > ')}`}\n${text}`;
}
