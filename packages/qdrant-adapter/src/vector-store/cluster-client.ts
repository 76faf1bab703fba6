import { type ClusterOptions } from './cluster-options.ts';
import type { StoreClient } from './store-client.ts';
import { requireStoreClient } from './store-options.ts';

/** The cluster parameter in the body of a method, and the objects that contain its shard key. */
interface Places {
  readonly parameter?: 'ordering' | 'consistency';
  /** With `searches`, each search of the body has its own shard key. */
  readonly shardKeyIn?: 'body' | 'searches';
}

const write: Places = { parameter: 'ordering', shardKeyIn: 'body' };
const read: Places = { parameter: 'consistency', shardKeyIn: 'body' };

/** The client's methods that stores call with a collection and a body. */
export const clusterPlaces: Readonly<Record<string, Places>> = {
  upsert: write,
  setPayload: write,
  delete: write,
  createPayloadIndex: { parameter: 'ordering' },
  query: read,
  queryBatch: { parameter: 'consistency', shardKeyIn: 'searches' },
  count: read,
  retrieve: read,
  scrollAll: read,
};

type Body = Readonly<Record<string, unknown>>;
type Method = (collection: string, body: Body, ...rest: readonly unknown[]) => unknown;

/** Wraps a client so that its calls contain the cluster options of a store. */
export function withClusterOptions(client: StoreClient, options: ClusterOptions): StoreClient {
  requireStoreClient(client);
  return new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const method = member.bind(target) as Method;
      const places = typeof name === 'string' && Object.hasOwn(clusterPlaces, name) ? clusterPlaces[name] : undefined;
      if (places === undefined) return method;
      return ((collection, body, ...rest) => method(collection, toBody(body, places, options), ...rest)) as Method;
    },
  });
}

function toBody(body: Body, { parameter, shardKeyIn }: Places, { shardKey, ...options }: ClusterOptions): Body {
  const given = parameter === undefined ? undefined : options[parameter];
  const all = { ...body, ...(parameter !== undefined && given !== undefined && { [parameter]: given }) };
  if (shardKey === undefined || shardKeyIn === undefined) return all;
  if (shardKeyIn === 'body') return { ...all, shard_key: shardKey };
  return {
    ...all,
    searches: (body['searches'] as readonly Body[]).map((search) => ({ ...search, shard_key: shardKey })),
  };
}
