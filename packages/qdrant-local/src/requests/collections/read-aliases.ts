import { readObject, refuseUnknownKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { requireCollectionName } from './read-collection-config.ts';

/** One step of a change of aliases, checked as far as possible without the database. */
export type AliasAction =
  | { readonly kind: 'create'; readonly alias: string; readonly collection: string }
  | { readonly kind: 'delete'; readonly alias: string }
  | { readonly kind: 'rename'; readonly oldAlias: string; readonly newAlias: string };

type NameReader = (key: string) => string;

const readers: Readonly<Record<string, { keys: readonly string[]; read: (name: NameReader) => AliasAction }>> = {
  create_alias: {
    keys: ['collection_name', 'alias_name'],
    read: (name) => ({ kind: 'create', alias: name('alias_name'), collection: name('collection_name') }),
  },
  delete_alias: {
    keys: ['alias_name'],
    read: (name) => ({ kind: 'delete', alias: name('alias_name') }),
  },
  rename_alias: {
    keys: ['old_alias_name', 'new_alias_name'],
    read: (name) => ({ kind: 'rename', oldAlias: name('old_alias_name'), newAlias: name('new_alias_name') }),
  },
};

/** Reads the body of `updateCollectionAliases`. @throws {VectorStoreError} with status 400 or 422 when it is malformed. */
export function readAliasActions(request: unknown, context: RequestContext): AliasAction[] {
  const body = readObject(request, 'the change of aliases', context);
  refuseUnknownKeys(body, ['actions', 'timeout'], 'the change of aliases', context);
  const { actions } = body;
  if (!Array.isArray(actions)) throw malformedRequest(context, 'actions must be a list');
  return Array.from(actions, (action: unknown, index) => readAction(action, `actions[${index}]`, context));
}

function readAction(value: unknown, path: string, context: RequestContext): AliasAction {
  const action = readObject(value, path, context);
  refuseUnknownKeys(action, Object.keys(readers), path, context);
  const [kind, ...others] = Object.keys(action).filter((key) => action[key] !== undefined);
  if (kind === undefined || others.length > 0) {
    throw malformedRequest(context, `${path} must be one of ${Object.keys(readers).join(', ')}`);
  }
  const { keys, read } = readers[kind]!;
  const fields = readObject(action[kind], `${path}.${kind}`, context);
  refuseUnknownKeys(fields, keys, `${path}.${kind}`, context);
  return read((key) => {
    const name = fields[key];
    if (typeof name !== 'string') throw malformedRequest(context, `${path}.${kind}.${key} must be a string`);
    requireCollectionName(name, context);
    return name;
  });
}
