import { z } from 'zod';

import { type DescribeRoutes, rerankExample, workFailures } from '../description/route-description.ts';
import { cohereRerankRequest } from './cohere.ts';

/** The route in the form of Cohere. */
export const describeCohere: DescribeRoutes = ({ reranker }) => [
  {
    method: 'post',
    path: '/v2/rerank',
    group: 'Cohere',
    summary: 'Documents, the most relevant first',
    request: cohereRerankRequest,
    example: {
      model: reranker?.modelName ?? 'a-reranking-model',
      ...rerankExample,
    },
    answer: z.object({
      id: z.string(),
      results: z.array(z.object({ index: z.int(), relevance_score: z.number().min(0).max(1) })),
      meta: z.object({
        api_version: z.object({ version: z.string() }),
        billed_units: z.object({ search_units: z.int() }),
      }),
    }),
    failures: workFailures,
    failure: z.object({ message: z.string() }),
  },
];
