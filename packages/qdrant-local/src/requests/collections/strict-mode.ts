import { readObject } from '../../json/read-fields.ts';
import { malformedRequest, notSupported, type RequestContext } from '../../json/server-errors.ts';

/** Accepts `strict_mode_config` only when it is not enabled. @throws {VectorStoreError} with status 501 when it is, 400 when it is malformed. */
export function refuseStrictMode(body: Record<string, unknown>, context: RequestContext): void {
  const config = readObject(body['strict_mode_config'] ?? {}, 'strict_mode_config', context);
  const enabled = config['enabled'] ?? false;
  if (typeof enabled !== 'boolean') throw malformedRequest(context, 'strict_mode_config.enabled must be a boolean');
  if (enabled) throw notSupported(context, 'Strict mode');
}
