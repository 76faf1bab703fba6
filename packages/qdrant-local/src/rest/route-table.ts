import type { Route } from './route.ts';
import { aliasRoutes } from './routes/alias-routes.ts';
import { collectionRoutes } from './routes/collection-routes.ts';
import { formerSearchRoutes } from './routes/former-search-routes.ts';
import { missingRoutes } from './routes/missing-routes.ts';
import { payloadRoutes } from './routes/payload-routes.ts';
import { pointRoutes } from './routes/point-routes.ts';
import { queryRoutes } from './routes/query-routes.ts';
import { serviceRoutes } from './routes/service-routes.ts';
import { vectorRoutes } from './routes/vector-routes.ts';

/** All operations. Source of methods and paths: Qdrant's OpenAPI description of server 1.19, and of 1.18 for former searches. */
export const routes: readonly Route[] = [
  ...serviceRoutes,
  ...collectionRoutes,
  ...aliasRoutes,
  ...pointRoutes,
  ...vectorRoutes,
  ...payloadRoutes,
  ...queryRoutes,
  ...formerSearchRoutes,
  ...missingRoutes,
];

/** A route with the values of its path parameters, still percent-encoded. */
export interface RouteMatch {
  readonly route: Route;
  readonly parameters: readonly (readonly [name: string, encoded: string])[];
}

const compiledRoutes = routes
  .map((route) => ({ route, segments: route.path.split('/') }))
  // Fixed segments come before parameters: `/snapshots/recover` is not a snapshot named "recover".
  .toSorted((a, b) => countParameters(a.segments) - countParameters(b.segments));

/** Returns the routes that match a path, one for each method. */
export function matchPath(path: string): RouteMatch[] {
  const parts = path.split('/');
  const byMethod = new Map<string, RouteMatch>();
  for (const { route, segments } of compiledRoutes) {
    if (byMethod.has(route.method) || segments.length !== parts.length) continue;
    const fits = segments.every((segment, index) =>
      isParameter(segment) ? parts[index] !== '' : segment === parts[index],
    );
    if (!fits) continue;
    const parameters = segments.flatMap((segment, index) =>
      isParameter(segment) ? [[segment.slice(1, -1), parts[index]!] as const] : [],
    );
    byMethod.set(route.method, { route, parameters });
  }
  return [...byMethod.values()];
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function countParameters(segments: readonly string[]): number {
  return segments.filter((segment) => isParameter(segment)).length;
}
