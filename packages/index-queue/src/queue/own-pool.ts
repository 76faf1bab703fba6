import { InvalidArgumentError, QueueError } from '@x/core';
import type * as Bullmq from 'bullmq';

import { type BullmqBackend, describeError } from './connect.ts';

/** A connection of the caller. */
interface OwnConnection {
  readonly queue: string;
  readonly connection: object;
  readonly backend: BullmqBackend | undefined;
  readonly bullmq: typeof Bullmq;
}

/**
 * Rejects when BullMQ cannot work with the caller's pool of pg: without tables, or without their schema in the search path, its functions are not found.
 * Other connections are not checked.
 */
export async function requireReadyPool({ queue, connection, backend, bullmq }: OwnConnection): Promise<void> {
  if (!bullmq.isPgPool(connection)) return;
  if (backend === undefined) {
    throw new InvalidArgumentError({
      parameter: 'backend',
      value: backend,
      expected: "BullMQ's createPostgresBackend when connection is a pool of pg",
    });
  }
  const schema = bullmq.DEFAULT_SCHEMA;
  const refuse = (problem: string): QueueError =>
    new QueueError({ message: `The queue "${queue}" cannot be opened: ${problem}`, queue, operation: 'open' });
  let found: unknown;
  try {
    await bullmq.assertSchemaCompatibility(connection);
    const query = 'SELECT $1 = ANY (current_schemas(false)) AS "isFound"';
    const { rows } = await connection.query<{ isFound: boolean }>(query, [schema]);
    found = rows[0]?.isFound;
  } catch (error) {
    if (!(error instanceof bullmq.SchemaMigrationRequiredError)) throw refuse(`${describeError(error)}.`);
    throw refuse(
      `the database of the pool has no tables of BullMQ. Pass a client of the pool to BullMQ's runMigrations once.`,
    );
  }
  if (found === true) return;
  throw refuse(
    `the search path of the pool lacks the schema ${schema}. Create it with options: '-c search_path=${schema}'.`,
  );
}
