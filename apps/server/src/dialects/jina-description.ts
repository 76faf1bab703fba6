import { z } from 'zod';

import { type DescribeRoutes, rerankExample, workFailures } from '../description/route-description.ts';
import { jinaRerankRequest } from './jina.ts';

/** The route in the form of Jina. */
export const describeJina: DescribeRoutes = ({ reranker }) => [
  {
    method: 'post',
    path: '/v1/rerank',
    group: 'Jina',
    summary: 'Documents, the most relevant first, and their texts',
    request: jinaRerankRequest,
    example: {
      model: reranker?.modelName ?? 'a-reranking-model',
      ...rerankExample,
      top_n: 1,
    },
    answer: z.object({
      model: z.string(),
      object: z.literal('list'),
      usage: z.object({ total_tokens: z.int(), prompt_tokens: z.int() }),
      results: z.array(
        z.object({
          index: z.int(),
          relevance_score: z.number().min(0).max(1),
          document: z.object({ text: z.string() }).optional(),
        }),
      ),
    }),
    failures: workFailures,
    failure: z.object({ detail: z.string() }),
  },
];
