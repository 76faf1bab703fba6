import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { count } from '@x/terminal';

import type { JsonPassage } from '../commands/json-passage.ts';
import { programVersion } from '../program-version.ts';
import { formatReport } from '../terminal/format-report.ts';
import type { SearchService } from './search-service.ts';
import { toolArguments } from './tool-arguments.ts';

const passageSchema = z.object({
  file: z.string(),
  passage: z.number().int().describe('The number of the passage in its file, from 0.'),
  title: z.string().optional(),
  headings: z.array(z.string()).describe('The headings above the passage, from the outermost to the innermost.'),
  lines: z.array(z.number().int()).optional().describe('The first and last line of the passage, from 1.'),
  pages: z
    .array(z.number().int())
    .optional()
    .describe('The first and last page of the passage, from 1; only for PDF files.'),
  score: z.number().optional(),
  text: z.string(),
});

const stateSchema = {
  isIndexing: z.boolean().describe('True while files are being indexed. Passages may then be missing.'),
  notUpToDate: z
    .string()
    .optional()
    .describe('Why the index does not have the latest changes of the files. Absent when it has them.'),
};

const leftOutSchema = z.array(z.object({ path: z.string(), reason: z.string() }));

const instructions = `Searches the documents of the user of this machine by meaning and by words. Call search with a whole question or with
keywords. Then call get to read the text around a passage. Results contain the file and its lines.`;

/** Creates an MCP server with the tools `search`, `get`, `status` and `index` for one connection or request. */
export function createMcpServer(service: SearchService): McpServer {
  const server = new McpServer(
    { name: 'x-search', title: 'Document search', version: programVersion() },
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
        'Returns the passages of the indexed documents that best answer a question, with their files and lines.',
      inputSchema: toolArguments('search', {
        query: z.string().min(1).describe('A question or keywords, in the language of the documents.'),
        limit: z.number().int().min(1).max(50).default(5).describe('The maximum number of passages to return.'),
        folder: z.string().optional().describe('Searches only this folder or file.'),
      }),
      outputSchema: z.object({
        passages: z.array(passageSchema.extend({ score: z.number() })),
        ...stateSchema,
        notReranked: z
          .string()
          .optional()
          .describe('Why the reranking model failed. The passages then have the order of the search without it.'),
      }),
      annotations: reading,
    },
    async ({ query, limit, folder }, { mcpReq }) => {
      const found = await service.search(query, limit, folder, mcpReq.signal);
      const { passages, notReranked } = found;
      const { state } = service;
      const texts = [
        ...(passages.length === 0 ? ['No passages found.'] : passages.map(toText)),
        ...(state.isIndexing ? ['(Files are still being indexed. Search again later for more results.)'] : []),
        ...(state.notUpToDate === undefined ? [] : [`(Not up to date: ${state.notUpToDate})`]),
        ...(notReranked === undefined ? [] : [`(Not reranked: ${notReranked})`]),
      ];
      return { content: [{ type: 'text', text: texts.join('\n\n') }], structuredContent: { ...found, ...state } };
    },
  );
  server.registerTool(
    'get',
    {
      title: 'Read around a passage',
      description: 'Returns a passage of a search result, with the passages before and after it in the same file.',
      inputSchema: toolArguments('get', {
        file: z.string().describe('The file, as search returned it.'),
        passage: z.number().int().min(0).describe('The number of the passage, as search returned it.'),
        neighbors: z
          .number()
          .int()
          .min(0)
          .max(20)
          .default(2)
          .describe('The number of passages to return before and after it.'),
      }),
      outputSchema: z.object({ passages: z.array(passageSchema) }),
      annotations: reading,
    },
    async ({ file, passage, neighbors }) => {
      const passages = await service.get(file, passage, neighbors);
      return { content: [{ type: 'text', text: passages.map(toText).join('\n\n') }], structuredContent: { passages } };
    },
  );
}

function registerIndexing(server: McpServer, service: SearchService): void {
  server.registerTool(
    'status',
    {
      title: 'Show the state of the index',
      description:
        'Returns the indexed folders, the numbers of files and passages, and the skipped files with the reasons.',
      inputSchema: toolArguments('status', {}),
      outputSchema: z.object({
        index: z.string(),
        model: z.string(),
        roots: z.array(z.string()),
        files: z.number().int(),
        passages: z.number().int(),
        leftOut: leftOutSchema,
        ...stateSchema,
      }),
      annotations: reading,
    },
    async () => {
      const status = await service.status();
      const { files, passages, roots, isIndexing, notUpToDate } = status;
      const state = isIndexing ? '; indexing is in progress' : '';
      const failure = notUpToDate === undefined ? '' : ` Not up to date: ${notUpToDate}`;
      const text = `${count(files, 'file')} (${count(passages, 'passage')}) in ${roots.join(', ')}${state}.${failure}`;
      return { content: [{ type: 'text', text }], structuredContent: { ...status } };
    },
  );
  server.registerTool(
    'index',
    {
      title: 'Index changed files',
      description: 'Updates the index. Reads only changed files. Refuses folders that are not part of the index.',
      inputSchema: toolArguments('index', {
        folder: z.string().optional().describe('Updates only this folder or file.'),
      }),
      outputSchema: z.object({
        files: z.number().int(),
        indexed: z.number().int(),
        removed: z.number().int(),
        passages: z.number().int(),
        leftOut: leftOutSchema,
        warnings: z.array(z.string()).optional().describe('Indexed folders that cannot be read, with what to do.'),
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

/** Formats a passage as text for a language model. */
function toText({ file, passage, lines, pages, headings, text }: JsonPassage): string {
  const place = lines === undefined ? `, pages ${pages?.join('-')}` : `:${lines.join('-')}`;
  return `${file}${place} (passage ${passage})${headings.length === 0 ? '' : `, ${headings.join(' > ')}`}\n${text}`;
}
