import type { ApiType } from './api-type.ts';
import { schemas } from './official-client.ts';

/** Returns true when a type contains one of the named types at any depth. Types in `path` are skipped. */
export function mentions(type: ApiType, names: ReadonlySet<string>, path: ReadonlySet<ApiType> = new Set()): boolean {
  if (path.has(type)) return false;
  if (type.form === 'schema' && names.has(type.name)) return true;
  const deeper = new Set(path).add(type);
  return partsOf(type).some((part) => mentions(part, names, deeper));
}

function partsOf(type: ApiType): readonly ApiType[] {
  if (type.form === 'schema') return [schemas.get(type.name)!];
  if (type.form === 'choice') return type.options;
  if (type.form === 'tuple') return type.items;
  if (type.form === 'list') return [type.item];
  if (type.form !== 'object') return [];
  return [...[...type.fields.values()].map((field) => field.type), ...(type.others ? [type.others] : [])];
}
