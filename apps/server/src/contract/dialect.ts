import type { Hono } from 'hono';
import type { z } from 'zod';

import type { ServedModels } from '../models.ts';
import type { RequestFailure } from '../request-failure.ts';
import type { RunContext } from '../requests/run-request.ts';
import type { RouteDescription } from './route-description.ts';

/** The manner of one service: its routes, what they take and give, and how they say that something failed. */
export interface Dialect {
  /** The service, e.g. `OpenAI`: the heading of its routes in the description. */
  readonly name: string;
  /**
   * Its routes. Every failure on one of their paths is worded by this dialect, whatever its method. No middleware: it would run for the
   * paths of the other dialects, too.
   */
  readonly routes: (parts: DialectParts) => Hono;
  /** What each of the routes takes and gives, with examples for the models that are served. */
  readonly describe: (models: ServedModels) => readonly DialectRouteDescription[];
  readonly failure: FailureForm;
}

/** What the routes of a dialect stand on. */
export interface DialectParts {
  readonly models: ServedModels;
  readonly run: Omit<RunContext, 'clientSignal'>;
}

/** A route as its dialect describes it: the name and the failures are the same for all routes of a dialect. */
export type DialectRouteDescription = Omit<RouteDescription, 'group' | 'failure'>;

/** How a dialect words a failure. */
export interface FailureForm {
  /** The body of a failure. */
  readonly bodyOf: (failure: RequestFailure) => object;
  /** What that body looks like. */
  readonly schema: z.ZodType;
}

const sentenceList = new Intl.ListFormat('en-GB');

/**
 * The services whose dialects these are, for a sentence.
 *
 * @example
 * servicesOf([openAi, cohere, jina]); // => 'OpenAI, Cohere and Jina'
 */
export function servicesOf(dialects: readonly Dialect[]): string {
  return sentenceList.format(dialects.map(({ name }) => name));
}
