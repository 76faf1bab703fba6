import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';

import { createMcpServer } from './create-mcp-server.ts';
import type { SearchService } from './search-service.ts';

interface Answer {
  readonly text: string;
  readonly structured: unknown;
}

/** Calls a tool of a server over a service that has only these members. */
async function call(
  service: Partial<SearchService>,
  name: string,
  args: Record<string, unknown> = {},
): Promise<Answer> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = createMcpServer(service as SearchService);
  await server.connect(far);
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(near);
  try {
    const { content, structuredContent } = await client.callTool({ name, arguments: args });
    return { text: (content as { text: string }[]).map(({ text }) => text).join(''), structured: structuredContent };
  } finally {
    await client.close();
  }
}

const passage = { file: 'a.md', passage: 0, headings: [], lines: [1, 1] as const, score: 1, text: 'Bees make honey.' };

describe('the tool search', () => {
  const passages = [passage];

  it('returns only passages when nothing is amiss', async () => {
    const service = { search: async () => ({ passages }), isIndexing: false };
    expect(await call(service, 'search', { query: 'honey' })).toEqual({
      text: 'a.md:1-1 (passage 0)\nBees make honey.',
      structured: { passages, isIndexing: false },
    });
  });

  it('says why the passages are not reranked', async () => {
    const notReranked = 'The model "judge" could not be reached.';
    const service = { search: async () => ({ passages, notReranked }), isIndexing: false };
    expect(await call(service, 'search', { query: 'honey' })).toEqual({
      text: `a.md:1-1 (passage 0)\nBees make honey.\n\n(Not reranked: ${notReranked})`,
      structured: { passages, isIndexing: false, notReranked },
    });
  });
});
