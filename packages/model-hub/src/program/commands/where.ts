import { resolveModel } from '../../resolve-model.ts';
import { findWanted } from '../wanted-model.ts';
import { type Command, resolveOptions, withoutManifest } from '../command.ts';

/** The directory of a model that is installed or in the cache; nothing is fetched. */
export const where: Command = async (context) => {
  const wanted = findWanted(context.names[0] ?? '', context);
  // A revision is one of the repository; what a package carries has none.
  const source = context.revision === undefined ? {} : { source: 'cache' as const };
  const options = { ...resolveOptions(wanted, context), ...source, offline: true };
  const data = withoutManifest(await resolveModel(wanted.name, options));
  return { data, text: data.directory, isOk: true };
};
