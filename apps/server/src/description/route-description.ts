import type { z } from 'zod';

import type { ServedModels } from '../models.ts';

/** What a route takes and gives, as `/openapi.json` and the page to try it tell. */
export interface RouteDescription {
  readonly method: 'get' | 'post';
  /** With parameters in braces: `/v1/models/{model}`. */
  readonly path: string;
  /** Whose form it has, e.g. `OpenAI`. */
  readonly group: string;
  readonly summary: string;
  /** The path's parameters by name, with what they are and a value that works. */
  readonly parameters?: Readonly<Record<string, { readonly description: string; readonly example: string }>>;
  /** What its body is checked with. */
  readonly request?: z.ZodType;
  /** A body that works. */
  readonly example?: object;
  readonly answer: z.ZodType;
  /** @default 'application/json' */
  readonly answerType?: string;
  /** Statuses of its failures beside 500. */
  readonly failures: Readonly<Record<number, string>>;
  /** The body of a failure. */
  readonly failure: z.ZodType;
  /** Answered without a key where others need one. @default false */
  readonly isOpen?: boolean;
}

/** The routes of a dialect, with examples for the models that are served. */
export type DescribeRoutes = (models: ServedModels) => readonly RouteDescription[];

/** How requests that run a model fail, whatever the dialect, beside what its own checks refuse. */
export const workFailures = {
  400: 'The body is no JSON, or does not fit.',
  404: 'Another model is served.',
  413: 'Too many texts, characters or bytes, or a text beyond the limit of the model.',
  422: 'The body does not fit, or the model refuses it.',
  429: 'The queue is full: Retry-After says when to come back.',
  503: 'It took too long.',
} as const;

/** A question and documents of which one answers it. */
export const rerankExample = {
  query: 'How is honey made?',
  documents: ['A volcano threw ash.', 'Bees make honey from nectar.'],
} as const;
