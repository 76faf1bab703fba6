import type { z } from 'zod';

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
