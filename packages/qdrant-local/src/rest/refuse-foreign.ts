import type { IncomingHttpHeaders } from 'node:http';
import { findForeignHeader } from '@x/core';

import { foreignRequest, wrongContentType } from './rest-errors.ts';

/** Which requests the server accepts. */
export interface AccessOptions {
  /** The key that requests must send. */
  readonly apiKey: string | undefined;
  /** The address that the server listens on. */
  readonly host: string;
  /** Host names, in addition to those of this machine, that requests may use, without port. */
  readonly allowedHosts: readonly string[];
}

/**
 * Rejects requests that a page of another site sends through a browser on this machine: docs/decisions/0085-pages-of-other-sites.md.
 *
 * @throws {VectorStoreError} with status 403.
 */
export function refuseForeign({ host, origin }: IncomingHttpHeaders, options: AccessOptions): void {
  const { apiKey, host: address, allowedHosts } = options;
  const found = findForeignHeader({ host, origin }, { address, needsKey: apiKey !== undefined, allowedHosts });
  if (found !== undefined) throw foreignRequest(found);
}

/**
 * Rejects a body that a page could have sent without a CORS preflight: one with an `Origin` header, which browsers add, whose
 * content type is not JSON. With a key the check is unnecessary, because pages do not have the key. Programs may send any content
 * type, or none, as to a Qdrant server.
 *
 * @throws {VectorStoreError} with status 415.
 */
export function refuseUnaskedBody(headers: IncomingHttpHeaders, { apiKey }: AccessOptions): void {
  const { origin, 'content-type': type = '' } = headers;
  if (apiKey !== undefined || origin === undefined) return;
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type.trim())) throw wrongContentType();
}
