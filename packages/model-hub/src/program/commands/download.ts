import { listInstalledModels } from '../../installed-models.ts';
import { resolveModel } from '../../resolve-model.ts';
import type { ModelSource, ResolvedModel } from '../../resolved-model.ts';
import { findWanted } from '../wanted-model.ts';
import { type Command, resolveOptions, withoutManifest } from '../command.ts';

/**
 * Downloads models into the cache or updates them. A model of an installed package is only checked, unless a revision is given.
 */
export const download: Command = async (context) => {
  const installed = (await listInstalledModels()).map(({ model }) => model.toLowerCase());
  const resolved: ResolvedModel[] = [];
  for (const name of context.names) {
    const wanted = findWanted(name, context);
    const isInstalled = context.revision === undefined && installed.includes(wanted.name.toLowerCase());
    const source: ModelSource | undefined = isInstalled ? 'bundled' : context.offline === true ? undefined : 'hub';
    const options = { ...resolveOptions(wanted, context), ...(source !== undefined && { source }) };
    resolved.push(await resolveModel(wanted.name, options));
  }
  const data = resolved.map(withoutManifest);
  return { data, text: data.map(({ model, directory }) => `${model}: ${directory}`).join('\n'), isOk: true };
};
