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
    const service = { search: async () => ({ passages }), state: { isIndexing: false } };
    expect(await call(service, 'search', { query: 'honey' })).toEqual({
      text: 'a.md:1-1 (passage 0)\nBees make honey.',
      structured: { passages, isIndexing: false },
    });
  });

  it('says why the passages are not reranked', async () => {
    const notReranked = 'The model "judge" could not be reached.';
    const service = { search: async () => ({ passages, notReranked }), state: { isIndexing: false } };
    expect(await call(service, 'search', { query: 'honey' })).toEqual({
      text: `a.md:1-1 (passage 0)\nBees make honey.\n\n(Not reranked: ${notReranked})`,
      structured: { passages, isIndexing: false, notReranked },
    });
  });

  it('says why the latest changes are missing', async () => {
    const state = { isIndexing: true, notUpToDate: 'The index is open elsewhere.' };
    const { text, structured } = await call({ search: async () => ({ passages: [] }), state }, 'search', {
      query: 'honey',
    });
    expect(text).toBe(
      'No passages found.\n\n(Files are still being indexed. Search again later for more results.)\n\n(Not up to date: The index is open elsewhere.)',
    );
    expect(structured).toEqual({ passages: [], ...state });
  });
});

it('the tool status says why the latest changes are missing', async () => {
  const status = { index: '/x', model: 'm', roots: ['/docs'], files: 1, passages: 2, leftOut: [], isIndexing: false };
  const ofStatus = (facts: object) => call({ status: async () => ({ ...status, ...facts }) }, 'status');
  expect(await ofStatus({})).toEqual({ text: '1 file (2 passages) in /docs.', structured: status });
  expect(await ofStatus({ notUpToDate: 'The index is open elsewhere.' })).toEqual({
    text: '1 file (2 passages) in /docs. Not up to date: The index is open elsewhere.',
    structured: { ...status, notUpToDate: 'The index is open elsewhere.' },
  });
});
