import type { OptionKinds } from '@x/core';

/** The limits of one request and of all requests together. */
export interface ServerLimits {
  /** The maximum number of texts, or of documents to rerank, in one request. @default 2048 */
  readonly maxTexts: number;
  /** The maximum number of characters (UTF-16 units) of all texts in one request. @default 4,000,000 */
  readonly maxCharacters: number;
  /** The maximum number of bytes of a request body, both before and after decompression. @default 16 MiB */
  readonly maxBodyBytes: number;
  /** The maximum number of texts in all running and waiting requests. Requests beyond it get 429. @default 8192 */
  readonly maxQueuedTexts: number;
  /** The maximum duration of a request in milliseconds. A request that takes longer gets 503. @default 120,000 */
  readonly timeoutMs: number;
}

export const limitKinds: OptionKinds<ServerLimits> = {
  maxTexts: 'number',
  maxCharacters: 'number',
  maxBodyBytes: 'number',
  maxQueuedTexts: 'number',
  timeoutMs: 'number',
};

export const defaultLimits: ServerLimits = {
  maxTexts: 2048,
  maxCharacters: 4_000_000,
  maxBodyBytes: 16 * 1024 * 1024,
  maxQueuedTexts: 8192,
  timeoutMs: 120_000,
};
