import { type Route, route } from '../route.ts';

// The release of Qdrant whose REST API this is. The official clients warn when theirs is further than one minor version
// away from it.
const apiVersion = '1.19.0';

/** What the server is, and whether it runs. Source: qdrant/qdrant src/actix/api/service_api.rs. */
export const serviceRoutes: readonly Route[] = [
  {
    ...route('GET', '/', async () => ({
      title: 'qdrant - vector search engine',
      version: apiVersion,
      engine: '@x/qdrant-local',
    })),
    form: 'json',
    isOpen: true,
  },
  health('/healthz', 'healthz check passed'),
  health('/livez', 'healthz check passed'),
  health('/readyz', 'all shards are ready'),
];

function health(path: string, sentence: string): Route {
  return { ...route('GET', path, async () => sentence), form: 'text', isOpen: true };
}
