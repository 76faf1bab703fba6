import { Hono } from 'hono';
import { z } from 'zod';

import { demoLimits } from '../limits.ts';
import { RequestFailure } from '../request-failure.ts';
import { type ApiParts, requestSignal } from './api-parts.ts';
import { readJson } from './read-json.ts';

const { candidates: maxCandidates, queryCharacters } = demoLimits;
const candidateRange = `must be a whole number from 1 to ${maxCandidates}`;
const searchRequest = z
  .object(
    {
      query: z.string('must be a string').refine((query) => query.trim() !== '', 'must not be empty: type a query'),
      collection: z.string("must be a collection's id"),
      firstStage: z.enum(['dense', 'words', 'hybrid'], "must be 'dense', 'words' or 'hybrid'"),
      way: z.enum(['two', 'cascade'], "must be 'two' or 'cascade'").default('two'),
      rerank: z.boolean('must be true or false'),
      candidates: z.int(candidateRange).min(1, candidateRange).max(maxCandidates, candidateRange).default(10),
      topK: z.int('must be a whole number').min(1, 'must be at least 1').optional(),
    },
    'must be an object',
  )
  .transform((request) => ({ ...request, topK: request.topK ?? request.candidates }))
  .refine(({ topK, candidates }) => topK <= candidates, {
    path: ['topK'],
    message: 'must not exceed candidates',
  });

/** Creates `POST /api/search`. */
export function searchRoutes(parts: ApiParts): Hono {
  const app = new Hono();
  app.post('/api/search', async (context) => {
    const request = await readJson(context, searchRequest);
    if (request.query.length > queryCharacters) {
      const message = `The query has ${request.query.length} characters, but at most ${queryCharacters} are allowed. Shorten it.`;
      throw new RequestFailure({ status: 413, code: 'TOO_LARGE', message, parameter: 'query' });
    }
    using own = requestSignal(parts, context);
    return context.json(await parts.demo.search(request, own.signal));
  });
  return app;
}
