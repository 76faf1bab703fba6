import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

import { foreignBinaries, isPrunable, type PackageBinaries } from './binaries.ts';
import { type InstalledPackage, installedPackages } from './installed-packages.ts';
import type { Platform } from './platform.ts';
import { otherWeights } from './weights.ts';

/** What is removed, or would be removed, from one package. */
export interface PrunedPackage extends InstalledPackage {
  readonly files: number;
  readonly bytes: number;
  /** Why the package is left unchanged; absent when it is pruned. */
  readonly refusal?: string;
}

/** Options of {@link prune}. */
export interface PruneOptions {
  /** The folder whose `node_modules` is pruned. */
  readonly folder: string;
  readonly platform: Platform;
  /** Keeps only the float32 weights of model packages. @default all formats are kept */
  readonly dtype?: 'fp32' | undefined;
  /** Removes nothing. @default false */
  readonly dryRun?: boolean;
}

/**
 * Removes the native code of other platforms from `onnxruntime-node`, `tokenizers`, `lmdb` and `msgpackr-extract`. With `dtype`, also removes the
 * weights of model packages in other formats.
 *
 * All or nothing: when one package is refused, no package is changed.
 */
export function prune({ folder, platform, dtype, dryRun = false }: PruneOptions): readonly PrunedPackage[] {
  const plans = [...installedPackages(folder)].flatMap((found) => {
    const { foreign, refusal } = unneeded(found, platform, dtype) ?? {};
    if (foreign === undefined) return [];
    const paths = foreign.map((path) => join(found.folder, path));
    const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
    const pruned: PrunedPackage = { ...found, files: paths.length, bytes, ...(refusal !== undefined && { refusal }) };
    return [{ pruned, paths }];
  });
  if (!dryRun && plans.every(({ pruned }) => pruned.refusal === undefined)) {
    for (const path of plans.flatMap(({ paths }) => paths)) rmSync(path);
  }
  return plans.map(({ pruned }) => pruned);
}

/** Returns the files that a package does not need, or `undefined` for a package that is not pruned. */
function unneeded(
  { name, folder }: InstalledPackage,
  platform: Platform,
  dtype: 'fp32' | undefined,
): PackageBinaries | undefined {
  if (isPrunable(name)) return foreignBinaries(name, filesOf(folder), platform);
  const foreign = dtype === undefined ? [] : otherWeights(name, filesOf(folder));
  return foreign.length === 0 ? undefined : { foreign };
}

/** Returns the paths of a package's own files, with forward slashes. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
    .filter((path) => !path.startsWith('node_modules/'));
}
