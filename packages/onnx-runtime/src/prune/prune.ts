import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

import { foreignBinaries, isPrunable } from './binaries.ts';
import { type InstalledPackage, installedPackages } from './installed-packages.ts';
import type { Platform } from './platform.ts';

/** What is, or would be, removed from one package. */
export interface PrunedPackage extends InstalledPackage {
  readonly files: number;
  readonly bytes: number;
  /** Why it is left as it is; absent where it is pruned. */
  readonly refusal?: string;
}

/** Options of {@link prune}. */
export interface PruneOptions {
  /** The folder whose `node_modules` is pruned. */
  readonly folder: string;
  readonly platform: Platform;
  /** Leaves everything as it is. @default false */
  readonly dryRun?: boolean;
}

/**
 * Removes the native code of other platforms from `onnxruntime-node`, `tokenizers`, `lmdb` and `msgpackr-extract`.
 *
 * All or nothing: where one package is refused, no package is touched.
 */
export function prune({ folder, platform, dryRun = false }: PruneOptions): readonly PrunedPackage[] {
  const plans = [...installedPackages(folder)]
    .filter(({ name }) => isPrunable(name))
    .map((found) => {
      const { foreign, refusal } = foreignBinaries(found.name, filesOf(found.folder), platform);
      const paths = foreign.map((path) => join(found.folder, path));
      const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
      const pruned: PrunedPackage = { ...found, files: paths.length, bytes, ...(refusal !== undefined && { refusal }) };
      return { pruned, paths };
    });
  if (!dryRun && plans.every(({ pruned }) => pruned.refusal === undefined)) {
    for (const path of plans.flatMap(({ paths }) => paths)) rmSync(path);
  }
  return plans.map(({ pruned }) => pruned);
}

/** Paths of a package's own files, with forward slashes. */
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
