import { z } from 'zod';

import type { RouteDescription } from '../contract/route-description.ts';

const group = 'Service';

const noFailure = { failures: {}, failure: z.object({}) } as const;

/** The routes of the server itself, outside the dialects. */
export const serviceRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/health',
    group,
    summary: 'Checks that the process is alive',
    answer: z.object({ status: z.literal('ok') }),
    isOpen: true,
    ...noFailure,
  },
  {
    method: 'get',
    path: '/ready',
    group,
    summary: 'Checks that the server accepts requests',
    answer: z.object({ status: z.literal('ready') }),
    isOpen: true,
    failures: { 503: 'The server is closing.' },
    failure: z.object({ status: z.literal('closing') }),
  },
  {
    method: 'get',
    path: '/metrics',
    group,
    summary: 'Returns Prometheus metrics',
    answer: z.string(),
    answerType: 'text/plain',
    ...noFailure,
  },
  {
    method: 'get',
    path: '/openapi.json',
    group,
    summary: 'Returns this description of the API',
    answer: z.looseObject({ openapi: z.string() }),
    isOpen: true,
    ...noFailure,
  },
];
