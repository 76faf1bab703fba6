import type { Hono } from 'hono';
import type { z } from 'zod';

import type { ServedModels } from '../models.ts';
import type { RequestFailure } from '../request-failure.ts';
import type { RunContext } from '../requests/run-request.ts';
import type { RouteDescription } from './route-description.ts';

/** The HTTP API of one service: its routes, their requests and responses, and the form of its errors. */
export interface Dialect {
  /** The name of the service, e.g. `OpenAI`. It is the heading of the routes in the API description. */
  readonly name: string;
  /**
   * Creates the routes. This dialect formats every failure on their paths, whatever the method. The routes must not contain middleware, which would
   * also run for the paths of the other dialects.
   */
  readonly routes: (parts: DialectParts) => Hono;
  /** Describes the request and response of each route, with examples for the served models. */
  readonly describe: (models: ServedModels) => readonly DialectRouteDescription[];
  readonly failure: FailureForm;
}

/** The models, queue and limits that the routes of a dialect use. */
export interface DialectParts {
  readonly models: ServedModels;
  readonly run: Omit<RunContext, 'clientSignal'>;
}

/** A route as its dialect describes it. The group and the failure form are missing, because all routes of a dialect share them. */
export type DialectRouteDescription = Omit<RouteDescription, 'group' | 'failure'>;

/** How a dialect formats a failure. */
export interface FailureForm {
  /** Returns the response body of a failure. */
  readonly bodyOf: (failure: RequestFailure) => object;
  /** The schema of that body. */
  readonly schema: z.ZodType;
}

const sentenceList = new Intl.ListFormat('en-GB');

/**
 * Returns the names of the services as a list for a sentence.
 *
 * @example
 * servicesOf([openAi, cohere, jina]); // => 'OpenAI, Cohere and Jina'
 */
export function servicesOf(dialects: readonly Dialect[]): string {
  return sentenceList.format(dialects.map(({ name }) => name));
}
