import type { Dialect } from '../contract/dialect.ts';
import type { RouteDescription } from '../contract/route-description.ts';
import type { ServedModels } from '../models.ts';
import { serviceRoutes } from './service-routes.ts';

/** Returns every route of the server that returns data, in the order of the page. */
export function describeRoutes(dialects: readonly Dialect[], models: ServedModels): readonly RouteDescription[] {
  const ofDialects = dialects.flatMap(({ name, describe, failure }) =>
    describe(models).map((route) => ({ ...route, group: name, failure: failure.schema })),
  );
  return [...ofDialects, ...serviceRoutes];
}
