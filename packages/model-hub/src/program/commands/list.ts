import { listCachedRepositories } from '../../cache/cached-repositories.ts';
import { listInstalledModels } from '../../installed-models.ts';
import type { Command, CommandResult } from '../command.ts';
import type { ProgramModel } from '../wanted-model.ts';

/** One line of the list. */
interface ListedModel extends Pick<ProgramModel, 'sizeInGB' | 'license' | 'factsFrom'> {
  readonly name: string;
  readonly kind: string;
  /** Repository on the hub; absent when unknown. */
  readonly repository?: string;
  /** True when an installed package contains the model. */
  readonly installed: boolean;
  /** True when the cache contains the model. */
  readonly cached: boolean;
}

/** Lists the catalogue models with kind, size, license, local state and source of the facts. Without a catalogue, lists the installed and cached models. */
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
  const rows = models.map(({ name, kind, sizeInGB, license = '', factsFrom = '', installed, cached }) => {
    const state = [installed && 'installed', cached && 'cached'].filter(Boolean).join(', ');
    return [name, kind, sizeInGB === undefined ? '' : toSize(sizeInGB), license, state, factsFrom];
  });
  return { data: models, text: toColumns(rows), isOk: true };
}

/** Formats rows as aligned columns. Empty columns are left out. */
function toColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.flatMap((cell, column) => (widths[column] === 0 ? [] : cell.padEnd(widths[column]!))),
  );
  return lines.map((cells) => cells.join('  ').trimEnd()).join('\n');
}

function toSize(gigabytes: number): string {
  return gigabytes < 1 ? `${Math.round(gigabytes * 1000)} MB` : `${gigabytes.toFixed(2)} GB`;
}
