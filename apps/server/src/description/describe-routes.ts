import type { Dialect } from '../contract/dialect.ts';
import type { RouteDescription } from '../contract/route-description.ts';
import type { ServedModels } from '../models.ts';
import { serviceRoutes } from './service-routes.ts';

/** Every route of the server that answers data, in the order in which people read them. */
export function describeRoutes(dialects: readonly Dialect[], models: ServedModels): readonly RouteDescription[] {
  const ofDialects = dialects.flatMap(({ name, describe, failure }) =>
    describe(models).map((route) => ({ ...route, group: name, failure: failure.schema })),
  );
  return [...ofDialects, ...serviceRoutes];
}
