import { z } from 'zod';

import { type DescribeRoutes, rerankExample, workFailures } from '../description/route-description.ts';
import { embedRequest, rerankRequest } from './text-embeddings-inference.ts';

const group = 'Text Embeddings Inference';

const failure = z.object({ error: z.string(), error_type: z.enum(['validation', 'overloaded', 'backend']) });

/** The routes in the form of Text Embeddings Inference. */
export const describeTextEmbeddingsInference: DescribeRoutes = () => [
  {
    method: 'post',
    path: '/embed',
    group,
    summary: 'Vectors of texts',
    request: embedRequest,
    example: { inputs: ['Bees make honey.'] },
    answer: z.array(z.array(z.number())),
    failures: workFailures,
    failure,
  },
  {
    method: 'post',
    path: '/rerank',
    group,
    summary: 'Texts, the most relevant first',
    request: rerankRequest,
    example: { query: rerankExample.query, texts: rerankExample.documents },
    answer: z.array(z.object({ index: z.int(), score: z.number(), text: z.string().optional() })),
    failures: workFailures,
    failure,
  },
  {
    method: 'get',
    path: '/info',
    group,
    summary: 'The first model and its limits',
    answer: z.object({
      model_id: z.string().optional(),
      model_type: z.union([z.object({ embedding: z.object({}) }), z.object({ reranker: z.object({}) })]),
      max_input_length: z.int().optional().describe('tokens of a text, or of a pair'),
      max_client_batch_size: z.int().describe('texts of one request'),
      max_concurrent_requests: z.int(),
    }),
    failures: {},
    failure,
  },
];
