import { z } from 'zod';

import { cohereRerankRequest } from './dialects/cohere.ts';
import { jinaRerankRequest } from './dialects/jina.ts';
import { openAiEmbeddingsRequest } from './dialects/openai.ts';
import { embedRequest, rerankRequest } from './dialects/text-embeddings-inference.ts';

interface PostRoute {
  readonly path: string;
  readonly summary: string;
  readonly request: z.ZodType;
}

const postRoutes: readonly PostRoute[] = [
  { path: '/v1/embeddings', summary: "Embeddings, in OpenAI's form", request: openAiEmbeddingsRequest },
  { path: '/v2/rerank', summary: "Reranking, in Cohere's form", request: cohereRerankRequest },
  { path: '/v1/rerank', summary: "Reranking, in Jina's form", request: jinaRerankRequest },
  { path: '/embed', summary: "Embeddings, in Text Embeddings Inference's form", request: embedRequest },
  { path: '/rerank', summary: "Reranking, in Text Embeddings Inference's form", request: rerankRequest },
];

const getRoutes: Readonly<Record<string, string>> = {
  '/v1/models': 'The models that are served',
  '/info': 'The first model and its limits',
  '/health': 'Whether the process is alive',
  '/ready': 'Whether requests are taken',
  '/metrics': 'Prometheus metrics',
};

/** The API as an OpenAPI 3.1 document, its bodies made from the schemas that check them. */
export function describeApi(): object {
  const answers = { 200: { description: 'The answer' }, default: { description: 'What is wrong, in a sentence' } };
  const posts = postRoutes.map(({ path, summary, request }) => {
    const schema = z.toJSONSchema(request, { io: 'input', unrepresentable: 'any' });
    const requestBody = { required: true, content: { 'application/json': { schema } } };
    return [path, { post: { summary, requestBody, responses: answers } }] as const;
  });
  const gets = Object.entries(getRoutes).map(
    ([path, summary]) => [path, { get: { summary, responses: answers } }] as const,
  );
  return {
    openapi: '3.1.0',
    info: {
      title: '@x/server',
      version: '1',
      description: 'Embeddings and reranking in the dialects of four services.',
    },
    security: [{ bearer: [] }, {}],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths: Object.fromEntries([...posts, ...gets]),
  };
}
