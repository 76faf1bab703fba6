import { type OptionKinds, requireHostNames, requireOptions } from '@x/core';
import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

import { answerFailures } from './answer-failures.ts';
import type { Dialect, DialectParts } from './contract/dialect.ts';
import { describeApi } from './description/describe-api.ts';
import { describeRoutes } from './description/describe-routes.ts';
import { type Page, renderPage } from './description/render-page.ts';
import { dialects } from './dialects/dialects.ts';
import { requireModels, type ServedModels } from './models.ts';
import { refuseForeign } from './requests/refuse-foreign.ts';
import { requireApiKey, requireApiKeys } from './requests/require-api-key.ts';
import { TextQueue } from './requests/text-queue.ts';
import { defaultLimits, limitKinds, type ServerLimits } from './server-limits.ts';
import { createMetrics, type ServerMetrics } from './server-metrics.ts';

/** A request that was answered, as logs have it: nothing of what was asked. */
export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Milliseconds from the request to its answer. */
  readonly totalMs: number;
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
  /**
   * The address that is listened on. On a loopback one, without keys, requests of other sites' pages are refused with 403: those whose `Host` is no name of
   * this machine, and those whose `Origin` is neither the server's own nor `corsOrigin`. @default none: whoever listens sees to it
   */
  readonly address?: string;
  /** Names besides those of this machine that `Host` may have, without port. @default none */
  readonly allowedHosts?: readonly string[];
  /** Whether the server takes requests: false while it shuts down. */
  readonly isReady?: () => boolean;
  readonly onAnswer?: (request: AnsweredRequest) => void;
}

/** The kinds of the options of {@link createApp}. */
export const appOptionKinds: OptionKinds<AppOptions> = {
  models: 'object',
  limits: 'object',
  apiKeys: 'list',
  corsOrigin: 'text',
  address: 'text',
  allowedHosts: 'any',
  isReady: 'function',
  onAnswer: 'function',
};

/** The server's routes, for whatever speaks HTTP. */
export interface ServerApp {
  /** Answers a request, always. Its signal, when it is aborted, cancels the work. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * The server without a port, to be mounted where the rest of an application is served.
 *
 * @throws {InvalidArgumentError} naming an option that is unknown or of a wrong kind, or an entry of `allowedHosts` that is no name of a host.
 *
 * @example
 * const app = createApp({ models: { embedding } });
 * const response = await app.fetch(new Request('http://localhost/health'));
 * response.status; // => 200
 */
export function createApp(options: AppOptions): ServerApp {
  return createAppIn(dialects, options);
}

/** The server in these dialects and no others. */
export function createAppIn(spoken: readonly [Dialect, ...Dialect[]], options: AppOptions): ServerApp {
  requireOptions(options, appOptionKinds);
  requireOptions(options.limits ?? {}, limitKinds, 'limits');
  requireModels(options.models);
  const { models, limits, apiKeys = [], corsOrigin, isReady = () => true, onAnswer } = options;
  const { address } = options;
  const allowedHosts = requireHostNames(options.allowedHosts ?? [], 'allowedHosts');
  const allLimits = { ...defaultLimits, ...limits };
  const queue = new TextQueue(allLimits.maxQueuedTexts);
  const metrics = createMetrics(() => queue.held);
  const app = new Hono();
  const failures = new WeakMap<Request, unknown>();
  app.use(watchAnswers(app, { metrics, failures, onAnswer }));
  requireApiKeys(apiKeys);
  const needsKey = apiKeys.length > 0;
  if (address !== undefined) app.use(refuseForeign({ address, needsKey, allowedHosts, allowedOrigin: corsOrigin }));
  if (corsOrigin !== undefined) app.use(cors({ origin: corsOrigin }));
  app.use(requireApiKey(apiKeys));
  addServiceRoutes(app, metrics, isReady);
  addDescription(app, spoken, { models, needsKey });
  const parts: DialectParts = { models, run: { queue, limits: allLimits } };
  const mounted = spoken.map(({ routes, failure }) => ({ routes: routes(parts), failure }));
  for (const { routes } of mounted) app.route('/', routes);
  answerFailures(app, { mounted, otherwise: spoken[0].failure, failures });
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
    const totalMs = performance.now() - start;
    const { method, path, raw } = context.req;
    const { status } = context.res;
    // Paths that callers make up must not become series of their own.
    routes ??= new Set(app.routes.map((known) => known.path));
    const route = routes.has(path) ? path : 'other';
    metrics.observe({ method, route, status, totalMs });
    const error = failures.get(raw);
    onAnswer?.({ method, path, status, totalMs, ...(error === undefined ? {} : { error }) });
  };
}

function addServiceRoutes(app: Hono, { registry }: ServerMetrics, isReady: () => boolean): void {
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.get('/ready', (context) => context.json({ status: isReady() ? 'ready' : 'closing' }, isReady() ? 200 : 503));
  app.get('/metrics', async (context) =>
    context.text(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
}

function addDescription(
  app: Hono,
  spoken: readonly Dialect[],
  { models, needsKey }: { readonly models: ServedModels; readonly needsKey: boolean },
): void {
  const routes = describeRoutes(spoken, models);
  const api = describeApi(routes, { serviceCount: spoken.length, needsKey });
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
