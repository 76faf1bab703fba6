import { type ClusterOptions } from './cluster-options.ts';
import type { StoreClient } from './store-client.ts';
import { requireStoreClient } from './store-options.ts';

/** Which of the parameters the body of a method takes, and where its shard key stands. */
interface Places {
  readonly parameter?: 'ordering' | 'consistency';
  /** Of a list of searches, each has its own. */
  readonly shardKeyIn?: 'body' | 'searches';
}

const write: Places = { parameter: 'ordering', shardKeyIn: 'body' };
const read: Places = { parameter: 'consistency', shardKeyIn: 'body' };

/** Each method with a collection and a body that stores call. */
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

/** The client, whose calls say what a store's options say to a cluster. */
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
