import { InvalidArgumentError } from '@x/core';
import { migrate, type MigrateOptions, type MigrationReport } from '../migrate/migrate.ts';
import { MethodGroup } from './method-group.ts';

/** The method that copies collections to another client. */
export abstract class MigrationMethods extends MethodGroup {
  /**
   * Copies collections to the location of another client. Each client may be in memory, in a folder, or on a server. Copies configuration, payload
   * indexes, aliases, and points with all their vectors and payloads. Verifies each copy by its number of points and a sample of 100 points.
   *
   * Checks both sides before the first change. An existing collection with the same vectors is filled up, even when its shards, replicas and
   * indexes differ. So an interrupted migration can be run again, and you can create a collection with its cluster settings beforehand.
   *
   * @throws {VectorStoreError} 404 when a collection does not exist, 409 when the destination already uses its name for something else, and when
   *   a copy differs from its original.
   * @throws {UploadError} when the destination fails after points of a collection were stored.
   * @example
   * await using local = new QdrantClient({ path: './qdrant' });
   * await using cluster = new QdrantClient({ url: 'https://example.org:6333', apiKey: 'your key' });
   * await local.migrate(cluster); // => { collections: [{ name: 'ships', points: 3, indexes: [], aliases: [] }] }
   */
  async migrate(destination: MigrationMethods, options?: MigrateOptions): Promise<MigrationReport> {
    if (destination instanceof MethodGroup) {
      const [from, to] = [this.runner, destination.runner];
      return from.calls.run(() => to.calls.run(() => migrate(from, to, options)));
    }
    throw new InvalidArgumentError({ parameter: 'destination', value: destination, expected: 'a QdrantClient' });
  }
}
