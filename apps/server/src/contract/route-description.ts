import type { z } from 'zod';

/** The request and response of a route, as `/openapi.json` and the page at `/docs` show them. */
export interface RouteDescription {
  readonly method: 'get' | 'post';
  /** The path, with parameters in braces: `/v1/models/{model}`. */
  readonly path: string;
  /** The name of the dialect, e.g. `OpenAI`. */
  readonly group: string;
  readonly summary: string;
  /** The parameters of the path by name, each with a description and a valid example. */
  readonly parameters?: Readonly<Record<string, { readonly description: string; readonly example: string }>>;
  /** The schema that checks the request body. */
  readonly request?: z.ZodType;
  /** A valid request body. */
  readonly example?: object;
  readonly answer: z.ZodType;
  /** @default 'application/json' */
  readonly answerType?: string;
  /** The statuses of the failures, except 500, with their descriptions. */
  readonly failures: Readonly<Record<number, string>>;
  /** The schema of a failure's body. */
  readonly failure: z.ZodType;
  /** True for a route that never needs a key. @default false */
  readonly isOpen?: boolean;
}
