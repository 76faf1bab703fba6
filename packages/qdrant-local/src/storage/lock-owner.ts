import { hostname } from 'node:os';

import { isJsonObject } from '../json/json-path.ts';
import { processStart, unknownStart } from './process-start.ts';

/** The process that a file in a folder belongs to, as written into the file. */
export interface LockOwner {
  readonly pid: number;
  readonly hostname: string;
  /** Tells two processes with the same pid apart. */
  readonly start: string;
  /** Since when, as an ISO 8601 date. */
  readonly since?: string;
}

/** This process. */
export async function thisProcess(): Promise<LockOwner> {
  return { pid: process.pid, hostname: hostname(), start: (await processStart(process.pid)) ?? unknownStart };
}

/** Whether the owner that a text names may be alive: a text that cannot be read, or one of another machine, cannot be judged from here. */
export async function mayBeAlive(text: string): Promise<boolean> {
  const owner = parseOwner(text);
  if (owner === undefined || owner.hostname !== hostname()) return true;
  const start = await processStart(owner.pid);
  return start !== undefined && (start === unknownStart || start === owner.start);
}

/** The owner that a text names; `undefined` when it cannot be read. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(text);
    const isOwner = isJsonObject(owner) && Number.isSafeInteger(owner['pid']) && typeof owner['hostname'] === 'string';
    return isOwner ? (owner as unknown as LockOwner) : undefined;
  } catch {
    return undefined;
  }
}
