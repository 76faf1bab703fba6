import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package in a `node_modules` folder. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/**
 * Yields the packages in the `node_modules` of a folder, including nested ones and pnpm's store. Links are not followed: their targets
 * are either found in their own folder or belong to another project.
 */
export function* installedPackages(folder: string): Generator<InstalledPackage> {
  const modules = join(folder, 'node_modules');
  for (const entry of foldersIn(modules)) {
    if (entry === '.pnpm') {
      for (const place of foldersIn(join(modules, entry))) yield* installedPackages(join(modules, entry, place));
    } else if (entry.startsWith('@')) {
      for (const name of foldersIn(join(modules, entry))) yield* packagesAt(join(modules, entry, name));
    } else if (!entry.startsWith('.')) yield* packagesAt(join(modules, entry));
  }
}

function* packagesAt(folder: string): Generator<InstalledPackage> {
  const manifest = readManifest(folder);
  if (manifest !== undefined) yield { name: String(manifest.name), version: String(manifest.version), folder };
  yield* installedPackages(folder);
}

function readManifest(folder: string): { readonly name?: unknown; readonly version?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function foldersIn(folder: string): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
