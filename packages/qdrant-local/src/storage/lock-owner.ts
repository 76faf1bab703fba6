import { hostname } from 'node:os';

import { isJsonObject } from '../json/json-path.ts';
import { processStart, unknownStart } from './process-start.ts';

/** The process that owns a file in a folder, as recorded in the file. */
export interface LockOwner {
  readonly pid: number;
  readonly hostname: string;
  /** Distinguishes two processes with the same pid. */
  readonly start: string;
  /** When the process took ownership, as an ISO 8601 date. */
  readonly since?: string;
}

/** Returns a description of this process. */
export async function thisProcess(): Promise<LockOwner> {
  return { pid: process.pid, hostname: hostname(), start: (await processStart(process.pid)) ?? unknownStart };
}

/** Returns whether the owner named in a text may be running. This is true when the text is unreadable or names another machine. */
export async function mayBeAlive(text: string): Promise<boolean> {
  const owner = parseOwner(text);
  if (owner === undefined || owner.hostname !== hostname()) return true;
  const start = await processStart(owner.pid);
  return start !== undefined && (start === unknownStart || start === owner.start);
}

/** Returns the owner named in a text, or `undefined` when the text cannot be read. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(text);
    const isOwner = isJsonObject(owner) && Number.isSafeInteger(owner['pid']) && typeof owner['hostname'] === 'string';
    return isOwner ? (owner as unknown as LockOwner) : undefined;
  } catch {
    return undefined;
  }
}
