import { InvalidArgumentError } from '@x/core';
import { createEmbeddedBackend, type FolderLocation } from './embedded-backend.ts';
import type { QdrantBackend } from './qdrant-backend.ts';
import { RemoteBackend } from './remote-backend.ts';
import type { ServerLocation } from './server-location.ts';

/** Where the points are: `':memory:'`, a folder, or a server by its URL alone or with more settings. */
export type QdrantLocation = ':memory:' | (string & {}) | FolderLocation | ServerLocation;

const serverKeys: readonly (keyof ServerLocation)[] = [
  'url',
  'apiKey',
  'port',
  'headers',
  'timeoutMs',
  'totalTimeoutMs',
  'dispatcher',
  'onIncompatibleVersion',
  'retry',
  'allowInsecureApiKey',
];

/**
 * The backend of a location.
 *
 * @throws {InvalidArgumentError} when it is not exactly one location, or has settings that do not belong to it.
 */
export function openBackend(location: QdrantLocation): QdrantBackend {
  if (location === ':memory:') return createEmbeddedBackend();
  if (typeof location === 'string') return new RemoteBackend({ url: location });
  if (typeof location !== 'object' || location === null) throw wrongLocation(location);
  const given = Object.entries(location).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const hasPath = given.includes('path');
  if (hasPath === given.includes('url')) throw wrongLocation(location);
  const known: readonly string[] = hasPath ? ['path'] : serverKeys;
  const foreign = given.find((key) => !known.includes(key));
  if (foreign !== undefined) {
    // The value may be an apiKey, so only the setting's name is shown.
    const expected = `one of ${known.join(', ')} beside ${hasPath ? 'a path' : 'a url'}`;
    throw new InvalidArgumentError({ parameter: 'setting of the location', value: foreign, expected });
  }
  if (!('path' in location) || location.path === undefined) return new RemoteBackend(location as ServerLocation);
  if (typeof location.path === 'string' && location.path !== '') return createEmbeddedBackend(location);
  throw new InvalidArgumentError({ parameter: 'path', value: location.path, expected: 'the name of a folder' });
}

function wrongLocation(location: unknown): InvalidArgumentError {
  const expected = "exactly one of ':memory:', { path }, { url } or a URL";
  return new InvalidArgumentError({ parameter: 'location', value: location, expected });
}
