import { InvalidArgumentError } from '@x/core';
import { createEmbeddedBackend, type FolderLocation, type MemoryLocation } from './embedded-backend.ts';
import type { QdrantBackend } from './qdrant-backend.ts';
import { RemoteBackend } from './remote-backend.ts';
import type { ServerLocation } from './server-location.ts';

/** Where the points are: in memory, in a folder, or on a server, by its URL alone or with more settings. */
export type QdrantLocation = ':memory:' | (string & {}) | MemoryLocation | FolderLocation | ServerLocation;

const serverKeys: readonly (keyof ServerLocation)[] = [
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

/** What says where the points are, with the settings that may go with it. */
const keysBeside: Readonly<Record<string, readonly string[]>> = {
  memory: ['unindexed'],
  path: ['unindexed'],
  url: serverKeys,
};

/**
 * The backend of a location.
 *
 * @throws {InvalidArgumentError} when it is not exactly one location, or has settings that do not belong to it.
 */
export function openBackend(location: QdrantLocation): QdrantBackend {
  if (location === ':memory:') return createEmbeddedBackend({ memory: true });
  if (typeof location === 'string') return new RemoteBackend({ url: location });
  if (typeof location !== 'object' || location === null) throw wrongLocation(location);
  const given = Object.entries(location).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const [place, ...others] = Object.keys(keysBeside).filter((key) => given.includes(key));
  if (place === undefined || others.length > 0) throw wrongLocation(location);
  const known = keysBeside[place]!;
  const foreign = given.find((key) => key !== place && !known.includes(key));
  if (foreign !== undefined) {
    // The value may be an apiKey, so only the setting's name is shown.
    const expected = `one of ${[place, ...known].join(', ')} beside a ${place}`;
    throw new InvalidArgumentError({ parameter: 'setting of the location', value: foreign, expected });
  }
  if (place === 'url') return new RemoteBackend(location as ServerLocation);
  const embedded = location as MemoryLocation | FolderLocation;
  const value: unknown = Reflect.get(location, place);
  const isRight = place === 'memory' ? value === true : typeof value === 'string' && value !== '';
  if (!isRight) {
    const expected = place === 'memory' ? 'true' : 'the name of a folder';
    throw new InvalidArgumentError({ parameter: place, value, expected });
  }
  return createEmbeddedBackend(embedded);
}

function wrongLocation(location: unknown): InvalidArgumentError {
  const expected = "exactly one of ':memory:', { memory: true }, { path }, { url } or a URL";
  return new InvalidArgumentError({ parameter: 'location', value: location, expected });
}
