import { Hono } from 'hono';

import { RequestFailure } from '../request-failure.ts';
import { type ApiParts, requestSignal } from './api-parts.ts';
import { collectionRoutes } from './collection-routes.ts';
import { modelRoutes } from './model-routes.ts';
import { pageFiles, pageHeaders } from './page-files.ts';
import { refuseForeign } from './refuse-foreign.ts';
import { searchRoutes } from './search-routes.ts';
import { stateRoutes } from './state-routes.ts';
import { toRequestFailure } from './to-request-failure.ts';

/** Options of {@link createWebApp}. */
export interface WebAppOptions extends ApiParts {
  /** The folder of the built page; `undefined` to serve only the API. */
  readonly pageDirectory: string | undefined;
}

/** Creates a Hono app for the page and its API. `app.fetch` answers a `Request`. */
export function createWebApp({ pageDirectory, ...parts }: WebAppOptions): Hono {
  const app = new Hono();
  app.use(pageHeaders);
  app.use(refuseForeign());
  for (const routesOf of [stateRoutes, searchRoutes, collectionRoutes, modelRoutes]) app.route('/', routesOf(parts));
  if (pageDirectory === undefined) app.get('/', () => Promise.reject(pageMissing()));
  else app.route('/', pageFiles(pageDirectory));
  app.notFound(({ req, json }) => {
    const message = `No route matches ${req.method} ${req.path}.`;
    return json(new RequestFailure({ status: 404, code: 'NOT_FOUND', message }).body, 404);
  });
  app.onError((error, context) => {
    using own = requestSignal(parts, context);
    const failure = toRequestFailure(error, own.signal);
    if (failure.code === 'INTERNAL') parts.onError(error);
    if (failure.status === 429) context.header('retry-after', '1');
    // The cast is needed because Hono's types do not contain 499, which comes from nginx.
    return context.json(failure.body, failure.status as 500);
  });
  return app;
}

function pageMissing(): RequestFailure {
  const message =
    'The page is not built, so only its API is available. Run `npm run build`, then start the demo again.';
  return new RequestFailure({ status: 503, code: 'PAGE_MISSING', message });
}
