import type { IncomingHttpHeaders } from 'node:http';
import { findForeignHeader } from '@x/core';

import { foreignRequest, wrongContentType } from './rest-errors.ts';

/** Whom the server answers. */
export interface AccessOptions {
  /** The key that requests must carry. */
  readonly apiKey: string | undefined;
  /** The address that is listened on. */
  readonly host: string;
  /** Names besides those of this machine that requests may be sent to, without port. */
  readonly allowedHosts: readonly string[];
}

/**
 * Refuses what a page of another site sent through the browser of a person on this machine: docs/decisions/0085-pages-of-other-sites.md.
 *
 * @throws {VectorStoreError} with status 403.
 */
export function refuseForeign({ host, origin }: IncomingHttpHeaders, options: AccessOptions): void {
  const { apiKey, host: address, allowedHosts } = options;
  const found = findForeignHeader({ host, origin }, { address, needsKey: apiKey !== undefined, allowedHosts });
  if (found !== undefined) throw foreignRequest(found);
}

/**
 * Refuses a body that a page could have sent without its browser's asking first: one with an `Origin`, which browsers send, that is not JSON by its
 * content type. A key makes it needless, for pages do not have it. Programs may send any type, or none, as to a Qdrant server.
 *
 * @throws {VectorStoreError} with status 415.
 */
export function refuseUnaskedBody(headers: IncomingHttpHeaders, { apiKey }: AccessOptions): void {
  const { origin, 'content-type': type = '' } = headers;
  if (apiKey !== undefined || origin === undefined) return;
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type.trim())) throw wrongContentType();
}
