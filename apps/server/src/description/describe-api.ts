import { z } from 'zod';

import type { RouteDescription } from '../contract/route-description.ts';

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Options of {@link describeApi}. */
export interface DescribeApiOptions {
  /** The number of services whose APIs the routes implement. */
  readonly serviceCount: number;
  /** Whether requests need a key. */
  readonly needsKey: boolean;
}

/** Returns the API as an OpenAPI 3.1 document. Its bodies come from the schemas that check them. */
export function describeApi(
  routes: readonly RouteDescription[],
  { serviceCount, needsKey }: DescribeApiOptions,
): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, needsKey) };
  return {
    openapi: '3.1.0',
    info: {
      title: '@x/server',
      version: '1',
      description: `Embeddings and reranking with the APIs of ${numbers[serviceCount - 1] ?? serviceCount} services.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ group }) => group))].map((name) => ({ name })),
    ...(needsKey && { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } }),
    paths,
  };
}

function operationOf(route: RouteDescription, needsKey: boolean): object {
  const { method, path, group, summary, parameters = {}, request, example, isOpen = false } = route;
  const isLocked = needsKey && !isOpen;
  return {
    operationId: `${method}${path.replaceAll(/\W+(\w)?/g, (_, letter: string = '') => letter.toUpperCase())}`,
    tags: [group],
    summary,
    ...(isLocked && { security: [{ key: [] }] }),
    ...(Object.keys(parameters).length > 0 && {
      parameters: Object.entries(parameters).map(([name, about]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
        ...about,
      })),
    }),
    ...(request && { requestBody: { required: true, content: contentOf(request, 'input', { example }) } }),
    responses: responsesOf(route, isLocked),
  };
}

function responsesOf({ answer, answerType, failures, failure }: RouteDescription, isLocked: boolean): object {
  const all = {
    ...failures,
    ...(!isLocked && { 403: 'The request comes from a page of another site.' }),
    ...(isLocked && { 401: 'The key is missing or wrong.' }),
    500: 'The server failed.',
  };
  const content = contentOf(failure, 'output');
  return {
    200: { description: 'The result', content: contentOf(answer, 'output', { type: answerType }) },
    ...Object.fromEntries(
      Object.entries(all).map(([status, description]) => [status, { description, content, ...headersOf(status) }]),
    ),
  };
}

function headersOf(status: string): object {
  const description = 'seconds to wait before the next attempt';
  return status === '429' || status === '503'
    ? { headers: { 'Retry-After': { description, schema: { type: 'integer' } } } }
    : {};
}

function contentOf(
  schema: z.ZodType,
  io: 'input' | 'output',
  {
    type = 'application/json',
    example,
  }: { readonly type?: string | undefined; readonly example?: object | undefined } = {},
): object {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io });
  return { [type]: { schema: described, ...(example && { example }) } };
}
