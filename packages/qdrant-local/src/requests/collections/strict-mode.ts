import { readObject } from '../../json/read-fields.ts';
import { malformedRequest, notSupported, type RequestContext } from '../../json/server-errors.ts';

/** Lets `strict_mode_config` through as long as it is not enabled. @throws {VectorStoreError} with status 400 or 501. */
export function refuseStrictMode(body: Record<string, unknown>, context: RequestContext): void {
  const config = readObject(body['strict_mode_config'] ?? {}, 'strict_mode_config', context);
  const enabled = config['enabled'] ?? false;
  if (typeof enabled !== 'boolean') throw malformedRequest(context, 'strict_mode_config.enabled must be a boolean');
  if (enabled) throw notSupported(context, 'Strict mode');
}
