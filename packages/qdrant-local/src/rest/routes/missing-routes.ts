import { notSupported } from '../../json/server-errors.ts';
import type { Route } from '../route.ts';

const collection = '/collections/{collection_name}';
const shard = `${collection}/shards/{shard_id}`;

/** Operations of a Qdrant server that the engine lacks. They fail with status 501 and a message. */
export const missingRoutes: readonly Route[] = [
  ...missing('A cluster', [
    ['GET', '/cluster'],
    ['GET', '/cluster/telemetry'],
    ['POST', '/cluster/recover'],
    ['DELETE', '/cluster/peer/{peer_id}'],
    ['GET', `${collection}/cluster`],
    ['POST', `${collection}/cluster`],
  ]),
  ...missing('A shard key', [
    ['GET', `${collection}/shards`],
    ['PUT', `${collection}/shards`],
    ['POST', `${collection}/shards/delete`],
  ]),
  ...missing('A snapshot over HTTP', [
    ['GET', '/snapshots'],
    ['POST', '/snapshots'],
    ['GET', '/snapshots/{snapshot_name}'],
    ['DELETE', '/snapshots/{snapshot_name}'],
    ...snapshotsOf(collection),
    ['GET', `${shard}/snapshot`],
    ...snapshotsOf(shard),
  ]),
  ...missing('Telemetry', [
    ['GET', '/telemetry'],
    ['GET', '/metrics'],
    ['GET', '/issues'],
    ['DELETE', '/issues'],
    ['GET', `${collection}/optimizations`],
  ]),
  ...missing('A lock of all writes', [
    ['GET', '/locks'],
    ['POST', '/locks'],
  ]),
  ...missing('A quota', [
    ['GET', '/quotas'],
    ['PUT', '/quotas'],
  ]),
];

type Operation = readonly [method: Route['method'], path: string];

function snapshotsOf(owner: string): Operation[] {
  return [
    ['GET', `${owner}/snapshots`],
    ['POST', `${owner}/snapshots`],
    ['GET', `${owner}/snapshots/{snapshot_name}`],
    ['DELETE', `${owner}/snapshots/{snapshot_name}`],
    ['PUT', `${owner}/snapshots/recover`],
    ['POST', `${owner}/snapshots/upload`],
  ];
}

function missing(feature: string, operations: readonly Operation[]): Route[] {
  return operations.map(([method, path]) => ({
    method,
    path,
    run: () => Promise.reject(notSupported({ operation: `${method} ${path}` }, feature)),
    form: 'envelope',
    hasBody: false,
    isOpen: false,
  }));
}
