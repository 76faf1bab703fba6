import { resolveModel } from '../../resolve-model.ts';
import { findWanted } from '../wanted-model.ts';
import { type Command, resolveOptions, withoutManifest } from '../command.ts';

/** Prints the directory of an installed or cached model. It does not fetch anything. */
export const where: Command = async (context) => {
  const wanted = findWanted(context.names[0] ?? '', context);
  // Only repositories have revisions; a package has none.
  const source = context.revision === undefined ? {} : { source: 'cache' as const };
  const options = { ...resolveOptions(wanted, context), ...source, offline: true };
  const data = withoutManifest(await resolveModel(wanted.name, options));
  return { data, text: data.directory, isOk: true };
};
