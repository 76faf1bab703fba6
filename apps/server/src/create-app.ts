import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

import { describeApi } from './description/describe-api.ts';
import { describeRoutes } from './description/describe-routes.ts';
import { type Page, renderPage } from './description/render-page.ts';
import { cohereFailure, cohereRoutes } from './dialects/cohere.ts';
import type { DialectParts, FailureBody } from './dialects/dialect.ts';
import { jinaFailure, jinaRoutes } from './dialects/jina.ts';
import { openAiFailure, openAiRoutes } from './dialects/openai.ts';
import { textEmbeddingsInferenceFailure, textEmbeddingsInferenceRoutes } from './dialects/text-embeddings-inference.ts';
import type { ServedModels } from './models.ts';
import { RequestFailure } from './request-failure.ts';
import { requireApiKey } from './requests/require-api-key.ts';
import { TextQueue } from './requests/text-queue.ts';
import { defaultLimits, type ServerLimits } from './server-limits.ts';
import { createMetrics, type ServerMetrics } from './server-metrics.ts';

/** A request that was answered, as logs have it: nothing of what was asked. */
export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** What failed, where the server is at fault. */
  readonly error?: unknown;
}

/** Options of {@link createApp}. */
export interface AppOptions {
  readonly models: ServedModels;
  readonly limits?: Partial<ServerLimits>;
  /** Any of them opens the server. @default none: no key is asked for */
  readonly apiKeys?: readonly string[];
  /** An origin that browsers may call from, or `*`. @default none */
  readonly corsOrigin?: string | undefined;
  /** Whether the server takes requests: false while it shuts down. */
  readonly isReady?: () => boolean;
  readonly onAnswer?: (request: AnsweredRequest) => void;
}

/** The server's routes, for whatever speaks HTTP. */
export interface ServerApp {
  /** Answers a request, always. Its signal, when it is aborted, cancels the work. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * The server without a port, to be mounted where the rest of an application is served.
 *
 * @example
 * const app = createApp({ models: { embedding } });
 * const response = await app.fetch(new Request('http://localhost/health'));
 * response.status; // => 200
 */
export function createApp(options: AppOptions): ServerApp {
  const { models, limits, apiKeys = [], corsOrigin, isReady = () => true, onAnswer } = options;
  const allLimits = { ...defaultLimits, ...limits };
  const queue = new TextQueue(allLimits.maxQueuedTexts);
  const metrics = createMetrics(() => queue.held);
  const app = new Hono();
  const failures = new WeakMap<Request, unknown>();
  app.use(watchAnswers(app, { metrics, failures, onAnswer }));
  if (corsOrigin !== undefined) app.use(cors({ origin: corsOrigin }));
  app.use(requireApiKey(apiKeys));
  addServiceRoutes(app, metrics, isReady);
  addDescription(app, models, apiKeys.length > 0);
  const parts: DialectParts = { models, run: { queue, limits: allLimits } };
  for (const routesOf of [openAiRoutes, cohereRoutes, jinaRoutes, textEmbeddingsInferenceRoutes]) {
    app.route('/', routesOf(parts));
  }
  answerFailures(app, failures);
  return app;
}

interface Watching {
  readonly metrics: ServerMetrics;
  /** What the server itself failed with, by request. */
  readonly failures: WeakMap<Request, unknown>;
  readonly onAnswer: AppOptions['onAnswer'];
}

function watchAnswers(app: Hono, { metrics, failures, onAnswer }: Watching): MiddlewareHandler {
  // Made at the first request, when all routes are there.
  let routes: ReadonlySet<string> | undefined;
  return async (context, next) => {
    const start = performance.now();
    await next();
    const milliseconds = performance.now() - start;
    const { method, path, raw } = context.req;
    const { status } = context.res;
    // Paths that callers make up must not become series of their own.
    routes ??= new Set(app.routes.map((known) => known.path));
    const route = routes.has(path) ? path : 'other';
    metrics.observe({ method, route, status, seconds: milliseconds / 1000 });
    const error = failures.get(raw);
    onAnswer?.({ method, path, status, milliseconds, ...(error === undefined ? {} : { error }) });
  };
}

function addServiceRoutes(app: Hono, { registry }: ServerMetrics, isReady: () => boolean): void {
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.get('/ready', (context) => context.json({ status: isReady() ? 'ready' : 'closing' }, isReady() ? 200 : 503));
  app.get('/metrics', async (context) =>
    context.text(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
}

function addDescription(app: Hono, models: ServedModels, needsKey: boolean): void {
  const routes = describeRoutes(models);
  const api = describeApi(routes, { needsKey });
  let page: Promise<Page> | undefined;
  app.get('/openapi.json', (context) => context.json(api));
  app.get('/', (context) => context.redirect('docs'));
  app.get('/docs', async (context) => {
    page ??= renderPage(routes, { models, needsKey });
    const { body, contentSecurityPolicy } = await page;
    return context.html(body, 200, {
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });
}

function answerFailures(app: Hono, failures: WeakMap<Request, unknown>): void {
  app.notFound((context) => {
    const { method, path } = context.req;
    const failure = new RequestFailure({ status: 404, message: `There is nothing at ${method} ${path}.` });
    return context.json(failureBodyFor(path)(failure), 404);
  });
  app.onError((error, context) => {
    const failure = error instanceof RequestFailure ? error : internalFailure(error);
    if (failure.status >= 500) failures.set(context.req.raw, failure.cause ?? failure);
    if (failure.retryAfterSeconds !== undefined) context.header('retry-after', String(failure.retryAfterSeconds));
    return context.json(failureBodyFor(context.req.path)(failure), failure.status);
  });
}

/** Clients read errors in their own dialect only. */
function failureBodyFor(path: string): FailureBody {
  if (path === '/v2/rerank') return cohereFailure;
  if (path === '/v1/rerank') return jinaFailure;
  return path === '/embed' || path === '/rerank' ? textEmbeddingsInferenceFailure : openAiFailure;
}

/** What it is stays in the log: it may name files. */
function internalFailure(cause: unknown): RequestFailure {
  return new RequestFailure({ status: 500, message: 'The server failed. Its log says why.', cause });
}
