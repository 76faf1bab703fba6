import { listCachedRepositories } from '../../cache/cached-repositories.ts';
import { listInstalledModels } from '../../installed-models.ts';
import type { Command, CommandResult } from '../command.ts';
import type { ProgramModel } from '../wanted-model.ts';

/** One line of the list. */
interface ListedModel {
  readonly name: string;
  readonly kind: string;
  /** On the hub; absent when no repository is known. */
  readonly repository?: string;
  /** True when an installed package carries it. */
  readonly installed: boolean;
  /** True when the cache holds files of it. */
  readonly cached: boolean;
}

/** The models of the catalogue and whether they are here; without a catalogue, the models that are here. */
export const list: Command = async (context) => {
  const installed = (await listInstalledModels()).map(({ model }) => model);
  const cached: string[] = [];
  for (const cacheDir of [context.cacheDir, ...context.otherCacheDirs]) {
    cached.push(...(await listCachedRepositories(cacheDir)).map(({ repository }) => repository));
  }
  const here = [...new Set([...installed, ...cached])].map((model): ProgramModel => ({ model, kind: 'unknown' }));
  const entries = context.catalogue.length > 0 ? context.catalogue : here;
  const models = entries.map((entry): ListedModel => {
    const { model: name, kind, ...facts } = entry;
    const repository = facts.sources?.hf;
    return {
      name,
      kind,
      ...(repository !== undefined && { repository }),
      ...facts,
      installed: isIn(installed, name),
      cached: isIn(cached, repository ?? name),
    };
  });
  return toResult(models);
};

function isIn(names: readonly string[], name: string): boolean {
  return names.some((candidate) => candidate.toLowerCase() === name.toLowerCase());
}

function toResult(models: readonly ListedModel[]): CommandResult {
  if (models.length === 0) return { data: [], text: 'No model is installed or in the cache.', isOk: true };
  const width = Math.max(...models.map(({ name }) => name.length));
  const kindWidth = Math.max(...models.map(({ kind }) => kind.length));
  const lines = models.map(({ name, kind, installed, cached }) => {
    const state = [installed && 'installed', cached && 'cached'].filter(Boolean).join(', ');
    return `${name.padEnd(width)}  ${kind.padEnd(kindWidth)}  ${state}`.trimEnd();
  });
  return { data: models, text: lines.join('\n'), isOk: true };
}
