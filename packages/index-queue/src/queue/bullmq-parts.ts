import { QueueError } from '@x/core';
import type * as Bullmq from 'bullmq';

import type { BullmqBackend } from './connect.ts';

/** What BullMQ stores of a job. As a text, since PostgreSQL's JSON has no NUL in strings and another order of keys. */
export interface BullmqData {
  readonly json: string;
}

/** What one queue of BullMQ is made of. */
export interface BullmqParts extends JobTreatment {
  readonly name: string;
  readonly bullmq: typeof Bullmq;
  /** A client, a pool or settings, as BullMQ's own option `connection`. */
  readonly connection: object;
  readonly backend: BullmqBackend;
  readonly prefix: string | undefined;
  /** The text of an error without what is secret. */
  readonly describe: (error: unknown) => string;
  readonly onError: (error: unknown) => void;
}

/** How jobs of a queue are treated. */
export interface JobTreatment {
  /** Tries before a job is failed. */
  readonly tries: number;
  /** Milliseconds before the second try, doubled before each further one. A random half of it is left out. */
  readonly backoffMs: number;
  /** Completed jobs that are kept; older ones are forgotten. */
  readonly keepCompleted: number;
}

/** Options that queues and workers of BullMQ have in common. */
export function connectionOptions({ connection, prefix }: BullmqParts): { connection: object; prefix?: string } {
  return { connection, ...(prefix !== undefined && { prefix }) };
}

/** An error of BullMQ's in words. It is not kept as a cause: those of Redis hold the command, with passwords and documents. */
export function queueError({ name, describe }: BullmqParts, operation: string, error: unknown): QueueError {
  const message = `The queue "${name}" failed to ${operation}: ${describe(error)}.`;
  return new QueueError({ message, queue: name, operation });
}
