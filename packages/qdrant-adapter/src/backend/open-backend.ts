import { InvalidArgumentError, requireKnownNames } from '@x/core';
import { createEmbeddedBackend, type FolderLocation, type MemoryLocation } from './embedded-backend.ts';
import type { QdrantBackend } from './qdrant-backend.ts';
import { RemoteBackend } from './remote-backend.ts';
import { type ServerLocation, serverLocationKinds } from './server-location.ts';

/** Where the points are: in memory, in a folder, or on a server, given as a URL or as an object with settings. */
export type QdrantLocation = ':memory:' | (string & {}) | MemoryLocation | FolderLocation | ServerLocation;

/** The key that identifies each kind of location, with all settings of that kind. */
const settingsOf: Readonly<Record<string, readonly string[]>> = {
  memory: ['memory', 'unindexed'],
  path: ['path', 'unindexed'],
  url: Object.keys(serverLocationKinds),
};

/**
 * Opens the backend of a location.
 *
 * @throws {InvalidArgumentError} when it does not name exactly one location, or has settings of another kind of location.
 */
export function openBackend(location: QdrantLocation): QdrantBackend {
  if (location === ':memory:') return createEmbeddedBackend({ memory: true });
  if (typeof location === 'string') return new RemoteBackend({ url: location });
  if (typeof location !== 'object' || location === null) throw wrongLocation(location);
  const given = Object.entries(location).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const [place, ...others] = Object.keys(settingsOf).filter((key) => given.includes(key));
  if (place === undefined || others.length > 0) throw wrongLocation(location);
  requireKnownNames(location, settingsOf[place]!, 'location');
  if (place === 'url') return new RemoteBackend(location as ServerLocation);
  const value: unknown = Reflect.get(location, place);
  if (place === 'memory' ? value !== true : typeof value !== 'string' || value === '') {
    const expected = place === 'memory' ? 'true' : 'the name of a folder';
    throw new InvalidArgumentError({ parameter: place, value, expected });
  }
  return createEmbeddedBackend(location as MemoryLocation | FolderLocation);
}

function wrongLocation(location: unknown): InvalidArgumentError {
  const expected = "exactly one of ':memory:', { memory: true }, { path }, { url } or a URL";
  return new InvalidArgumentError({ parameter: 'location', value: location, expected });
}
