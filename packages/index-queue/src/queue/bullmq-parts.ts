import { QueueError } from '@x/core';
import type * as Bullmq from 'bullmq';

import type { BullmqBackend } from './connect.ts';
import type { Clock } from './queue-port.ts';

/** The data of a job in BullMQ. It is text, because PostgreSQL's JSON supports no NUL in strings and changes the order of keys. */
export interface BullmqData {
  readonly json: string;
}

/** The parts of one BullMQ queue. */
export interface BullmqParts extends JobTreatment {
  readonly name: string;
  readonly bullmq: typeof Bullmq;
  /** A client, a pool or settings, as in BullMQ's option `connection`. */
  readonly connection: object;
  readonly backend: BullmqBackend;
  readonly prefix: string | undefined;
  /** Returns the message of an error without secrets. */
  readonly describe: (error: unknown) => string;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
}

/** Retry and retention settings of a queue. */
export interface JobTreatment {
  /** Maximum number of attempts before a job fails. */
  readonly tries: number;
  /** Milliseconds before the second attempt, doubled before each further one and randomly shortened by up to a half. */
  readonly backoffMs: number;
  /** Number of completed jobs to keep. Older ones are removed. */
  readonly keepCompleted: number;
}

/** Returns the options that BullMQ's queues and workers share. */
export function connectionOptions({ connection, prefix }: BullmqParts): { connection: object; prefix?: string } {
  return { connection, ...(prefix !== undefined && { prefix }) };
}

/** Returns a `QueueError` for an error of BullMQ. The error is not kept as cause, because Redis errors contain the command with passwords and documents. */
export function queueError({ name, describe }: BullmqParts, operation: string, error: unknown): QueueError {
  const message = `The queue "${name}" failed to ${operation}: ${describe(error)}.`;
  return new QueueError({ message, queue: name, operation });
}
