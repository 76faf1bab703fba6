import { type OptionKinds, requireInteger, requireOptions, requireTimeout } from '@x/core';

/** The limits of one request and of all requests together. Each is a whole number above 0. */
export interface ServerLimits {
  /** The maximum number of texts, or of documents to rerank, in one request. @default 2048 */
  readonly maxTexts: number;
  /** The maximum number of characters (UTF-16 units) of all texts in one request. @default 4,000,000 */
  readonly maxCharacters: number;
  /** The maximum number of bytes of a request body, both before and after decompression. @default 16 MiB */
  readonly maxBodyBytes: number;
  /** The maximum number of texts in all running and waiting requests. Requests beyond it get 429. @default 8192 */
  readonly maxQueuedTexts: number;
  /** The maximum number of bytes of the bodies of all open requests. Requests beyond it get 429. @default 256 MiB */
  readonly maxHeldBytes: number;
  /** The maximum duration of a request in milliseconds, 1 to 2147483647. A request that takes longer gets 503. @default 120,000 */
  readonly timeoutMs: number;
}

const limitKinds: OptionKinds<ServerLimits> = {
  maxTexts: 'number',
  maxCharacters: 'number',
  maxBodyBytes: 'number',
  maxQueuedTexts: 'number',
  maxHeldBytes: 'number',
  timeoutMs: 'number',
};

export const defaultLimits: ServerLimits = {
  maxTexts: 2048,
  maxCharacters: 4_000_000,
  maxBodyBytes: 16 * 1024 * 1024,
  maxQueuedTexts: 8192,
  maxHeldBytes: 256 * 1024 * 1024,
  timeoutMs: 120_000,
};

/** Returns all limits, with the default for each that is not given. @throws {InvalidArgumentError} naming the first that is out of range. */
export function requireLimits(given: Partial<ServerLimits>): ServerLimits {
  requireOptions(given, limitKinds, 'limits');
  const limitOf = (name: keyof ServerLimits): number =>
    requireInteger(given[name] ?? defaultLimits[name], `limits.${name}`, { min: 1 });
  return {
    maxTexts: limitOf('maxTexts'),
    maxCharacters: limitOf('maxCharacters'),
    maxBodyBytes: limitOf('maxBodyBytes'),
    maxQueuedTexts: limitOf('maxQueuedTexts'),
    maxHeldBytes: limitOf('maxHeldBytes'),
    timeoutMs: requireTimeout(given.timeoutMs ?? defaultLimits.timeoutMs, 'limits.timeoutMs'),
  };
}
