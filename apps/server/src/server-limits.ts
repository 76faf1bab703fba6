import type { OptionKinds } from '@x/core';

/** What one request, and all at once, may ask for. */
export interface ServerLimits {
  /** Texts, or documents to rerank, of one request. @default 2048 */
  readonly maxTexts: number;
  /** Characters (UTF-16 units) of one request's texts together. @default 4,000,000 */
  readonly maxCharacters: number;
  /** Bytes of one request's body. @default 16 MiB */
  readonly maxBodyBytes: number;
  /** Texts of all requests that are under way or waiting; past it requests are answered with 429. @default 8192 */
  readonly maxQueuedTexts: number;
  /** Milliseconds that a request may take; past it it is answered with 503. @default 120,000 */
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
