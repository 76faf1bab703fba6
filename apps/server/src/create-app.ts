import { callObserver, type OptionKinds, requireHostNames, requireOptions } from '@x/core';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { matchedRoutes } from 'hono/route';

import { answerFailures } from './answer-failures.ts';
import type { Dialect, DialectParts } from './contract/dialect.ts';
import { describeApi } from './description/describe-api.ts';
import { describeRoutes } from './description/describe-routes.ts';
import { type Page, renderPage } from './description/render-page.ts';
import { dialects } from './dialects/dialects.ts';
import { requireModels, type ServedModels } from './models.ts';
import { refuseForeign } from './requests/refuse-foreign.ts';
import { requireApiKey, requireApiKeys } from './requests/require-api-key.ts';
import { HeldBodies } from './requests/held-bodies.ts';
import { TextQueue } from './requests/text-queue.ts';
import { requireLimits, type ServerLimits } from './server-limits.ts';
import { createMetrics, type ServerMetrics } from './server-metrics.ts';

/** An answered request, as it appears in logs. It contains nothing of the request's body. */
export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  /** 499 when the client disconnected before the response. */
  readonly status: number;
  /** Milliseconds from the request to its response. */
  readonly totalMs: number;
  /** The cause of a failure with a 5xx status. */
  readonly error?: unknown;
}

/** Options of {@link createApp}. */
export interface AppOptions {
  readonly models: ServedModels;
  readonly limits?: Partial<ServerLimits>;
  /** The accepted API keys. @default none: requests need no key */
  readonly apiKeys?: readonly string[];
  /** The origin whose pages may call the server, or `*`. @default none */
  readonly corsOrigin?: string | undefined;
  /**
   * The address that the server listens on, or a function that returns it, for a server that knows it only later. With a loopback address and without keys, requests from pages of other sites get status 403. Such
   * a request has a `Host` that is not a name of this machine, or an `Origin` that is neither the server's own nor `corsOrigin`.
   * @default none: the caller protects the server
   */
  readonly address?: string | (() => string);
  /** Host names, without port, that `Host` may contain in addition to those of this machine. @default none */
  readonly allowedHosts?: readonly string[];
  /** Returns whether the server accepts requests: false while it shuts down. */
  readonly isReady?: () => boolean;
  /** Called after each response. An error that it throws changes no response; the first one becomes a process warning. @default none */
  readonly onAnswer?: (request: AnsweredRequest) => void;
}

/** The kind of each option of {@link createApp}. */
export const appOptionKinds: OptionKinds<AppOptions> = {
  models: 'object',
  limits: 'object',
  apiKeys: 'list',
  corsOrigin: 'text',
  address: ['text', 'function'],
  allowedHosts: 'any',
  isReady: 'function',
  onAnswer: 'function',
};

/** The routes of the server as a fetch handler. */
export interface ServerApp {
  /** Answers a request and never rejects. Aborting the request's signal cancels the work. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * Creates the server without a port, to be mounted in another HTTP server.
 *
 * @throws {InvalidArgumentError} when an option is unknown, of a wrong kind or out of range, or an entry of `allowedHosts` is not a host name. The error names it.
 *
 * @example
 * const app = createApp({ models: { embedding } });
 * const response = await app.fetch(new Request('http://localhost/health'));
 * response.status; // => 200
 */
export function createApp(options: AppOptions): ServerApp {
  return createAppIn(dialects, options);
}

/** Creates a server that has only the given dialects. */
export function createAppIn(spoken: readonly [Dialect, ...Dialect[]], options: AppOptions): ServerApp {
  requireOptions(options, appOptionKinds);
  requireModels(options.models);
  const { models, apiKeys = [], corsOrigin, isReady = () => true } = options;
  const { address } = options;
  const addressOf = typeof address === 'string' ? () => address : address;
  const allowedHosts = requireHostNames(options.allowedHosts ?? [], 'allowedHosts');
  const limits = requireLimits(options.limits ?? {});
  const queue = new TextQueue(limits.maxQueuedTexts);
  const bodies = new HeldBodies(limits.maxHeldBytes);
  const metrics = createMetrics(() => queue.held);
  const app = new Hono();
  const failures = new WeakMap<Request, unknown>();
  app.use(watchAnswers(app, { metrics, failures, bodies, onAnswer: options.onAnswer }), throwErrors);
  requireApiKeys(apiKeys);
  const needsKey = apiKeys.length > 0;
  if (addressOf !== undefined) {
    app.use(refuseForeign(() => ({ address: addressOf(), needsKey, allowedHosts, allowedOrigin: corsOrigin })));
  }
  if (corsOrigin !== undefined) app.use(cors({ origin: corsOrigin, exposeHeaders }));
  app.use(requireApiKey(apiKeys));
  addServiceRoutes(app, metrics, isReady);
  addDescription(app, spoken, { models, needsKey });
  const parts: DialectParts = { models, run: { queue, limits, bodies } };
  const mounted = spoken.map(({ routes, failure }) => ({ routes: routes(parts), failure }));
  for (const { routes } of mounted) app.route('/', routes);
  answerFailures(app, { mounted, otherwise: spoken[0].failure, failures });
  return app;
}

/** Headers of responses that pages may read. */
const exposeHeaders = ['retry-after', 'x-truncated-documents'];

interface Watching {
  readonly metrics: ServerMetrics;
  /** The cause of each failure with a 5xx status, by request. */
  readonly failures: WeakMap<Request, unknown>;
  /** Frees the bytes of each answered request. */
  readonly bodies: HeldBodies;
  readonly onAnswer: AppOptions['onAnswer'];
}

function watchAnswers(app: Hono, { metrics, failures, bodies, onAnswer }: Watching): MiddlewareHandler {
  // Filled at the first request, when all routes are registered.
  let routes: ReadonlySet<string> | undefined;
  return async (context, next) => {
    const start = performance.now();
    await next();
    const totalMs = performance.now() - start;
    const { method, path, raw } = context.req;
    bodies.release(raw);
    const { status } = context.res;
    // Unknown paths share one label, so callers cannot create new time series.
    routes ??= new Set(app.routes.map((known) => known.path));
    const route = routes.has(path) ? path : (patternOf(context) ?? 'other');
    metrics.observe({ method, route, status, totalMs });
    const error = failures.get(raw);
    callObserver(onAnswer, { method, path, status, totalMs, ...(error === undefined ? {} : { error }) });
  };
}

/** Returns the pattern of the route that matched, without the expressions of its parameters: `/v1/models/:model`. */
function patternOf(context: Context): string | undefined {
  const matched = matchedRoutes(context).findLast(({ path }) => path.includes(':'));
  return matched?.path.replaceAll(/\{[^/]*\}/g, '');
}

/** Wraps any other thrown value, such as a text that a signal was aborted with, in an Error: Hono rejects with those instead of responding. */
const throwErrors: MiddlewareHandler = async (_, next) => {
  try {
    await next();
  } catch (cause) {
    throw new Error(String(cause), { cause });
  }
};

function addServiceRoutes(app: Hono, { registry }: ServerMetrics, isReady: () => boolean): void {
  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.get('/ready', (context) =>
    isReady() ? context.json({ status: 'ready' }) : context.json({ status: 'closing' }, 503, { 'retry-after': '1' }),
  );
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
  let page: Page | undefined;
  app.get('/openapi.json', (context) => context.json(api));
  app.get('/', (context) => context.redirect('docs'));
  app.get('/docs', async (context) => {
    // The page is kept, but not a failure: the next request renders it again.
    page ??= await renderPage(routes, { models, needsKey });
    const { body, contentSecurityPolicy } = page;
    return context.html(body, 200, {
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });
}
