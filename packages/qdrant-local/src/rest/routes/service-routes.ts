import { type Route, route } from '../route.ts';

/** The server's version and health. Source: qdrant/qdrant src/actix/api/service_api.rs. */
export const serviceRoutes: readonly Route[] = [
  {
    ...route('GET', '/', 'root', async ({ database }) => {
      const { title, version } = await database.versionInfo();
      return { title: 'qdrant - vector search engine', version, commit: '', engine: title };
    }),
    form: 'json',
    isOpen: true,
  },
  health('/healthz', 'healthz check passed'),
  health('/livez', 'healthz check passed'),
  health('/readyz', 'all shards are ready'),
];

function health(path: string, sentence: string): Route {
  return { ...route('GET', path, path.slice(1), async () => sentence), form: 'text', isOpen: true };
}
