import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it, test } from 'vitest';

import { FakeEmbedding, fakeReranker } from '../__tests__/fake-models.ts';
import type { RouteDescription } from '../contract/route-description.ts';
import { createApp } from '../create-app.ts';
import { dialects } from '../dialects/dialects.ts';
import type { ServedModels } from '../models.ts';
import { describeRoutes } from './describe-routes.ts';

const models: ServedModels = { embedding: new FakeEmbedding(), reranker: fakeReranker };
const routes = describeRoutes(dialects, models).map((route) => [`${route.method} ${route.path}`, route] as const);

async function ask({ method, path, parameters = {} }: RouteDescription, body?: string): Promise<Response> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name]!.example);
  const request = new Request(`http://localhost${filled}`, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  });
  return createApp({ models }).fetch(request);
}

async function read(path: string, apiKeys: readonly string[] = []): Promise<Record<string, unknown>> {
  const response = await createApp({ models, apiKeys }).fetch(new Request(`http://localhost${path}`));
  return (await response.json()) as Record<string, unknown>;
}

describe('openapi.json', () => {
  it.each([[[]], [['key']]])('is valid OpenAPI 3.1 with the keys %j', async (apiKeys) => {
    const api = await read('/openapi.json', apiKeys);
    expect(await new Validator().validate(api)).toEqual({ valid: true });
    expect(api['openapi']).toBe('3.1.0');
  });

  it('marks the routes that need a key when the server has keys', async () => {
    const open = await read('/openapi.json');
    expect(JSON.stringify(open)).not.toContain('security');
    const { paths } = (await read('/openapi.json', ['key'])) as { paths: Record<string, Record<string, object>> };
    expect(paths['/embed']!['post']).toMatchObject({ security: [{ key: [] }], responses: { 401: {} } });
    expect(paths['/health']!['get']).not.toHaveProperty('security');
  });

  it('contains the checked request bodies and the errors of each dialect', async () => {
    const { paths } = (await read('/openapi.json')) as { paths: Record<string, Record<string, object>> };
    const schema = {
      properties: { top_n: { type: 'integer', minimum: 1 } },
      required: ['model', 'query', 'documents'],
    };
    const failure = { content: { 'application/json': { schema: { required: ['message'] } } } };
    expect(paths['/v2/rerank']!['post']).toMatchObject({
      requestBody: { content: { 'application/json': { schema } } },
      responses: { 429: { ...failure, headers: { 'Retry-After': {} } }, 500: failure },
    });
  });
});

describe('every route', () => {
  it.each(routes)('%s answers its example as described', async (_, route) => {
    const response = await ask(route, route.example && JSON.stringify(route.example));
    expect(response.status).toBe(200);
    const { answer, answerType = 'application/json' } = route;
    expect(response.headers.get('content-type')).toContain(answerType);
    const body: unknown = answerType === 'application/json' ? await response.json() : await response.text();
    expect(answer.safeParse(body).error).toBeUndefined();
  });

  it.each(routes.filter(([, { request }]) => request !== undefined))('%s fails as described', async (_, route) => {
    for (const body of ['{', '{}', JSON.stringify({ ...route.example, model: 'other', query: '' })]) {
      const response = await ask(route, body);
      expect(Object.keys(route.failures)).toContain(String(response.status));
      expect(route.failure.safeParse(await response.json()).error).toBeUndefined();
    }
  });
});

test('openapi.json contains the routes of the dialects and of the service', async () => {
  const { paths } = (await read('/openapi.json')) as { paths: object };
  const ofDialects = dialects.flatMap(({ describe: describeRoutesOf }) => describeRoutesOf(models));
  const ofService = ['/health', '/ready', '/metrics', '/openapi.json'];
  expect(Object.keys(paths)).toEqual([...ofDialects.map(({ path }) => path), ...ofService]);
});
