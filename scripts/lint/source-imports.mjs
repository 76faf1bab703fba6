// Reads the imports of all source files, for the rules that check the whole repository.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const sourceFile = /\.(?:ts|tsx|mjs)$/;
const testFile = /\.(?:test|test-d)\.|\.d\.ts$|(?:^|\/)vite(?:st)?\.config\.ts$/;
const otherFolders = new Set(['node_modules', 'dist', '__fixtures__', '__tests__', 'tests', 'peers', '.git']);
const importStatement = /^(?:import|export)\s[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/**
 * Returns the files below `root` that each source file below `root` imports. Type imports count; tests and generated files are skipped. Paths
 * are relative to `root`, with forward slashes.
 *
 * @param {string} root
 * @returns {Map<string, string[]>}
 */
export function readSourceImports(root) {
  const files = new Set(listSources(root, root));
  const packages = packageEntries(root, files);
  return new Map(
    [...files].map((file) => {
      const specifiers = readSpecifiers(readFileSync(join(root, file), 'utf8'));
      const targets = specifiers.map((specifier) =>
        specifier.startsWith('.') ? withSlashes(join(dirname(file), specifier)) : packages.get(specifier),
      );
      return [file, targets.filter((target) => target !== undefined && files.has(target))];
    }),
  );
}

/** @param {string} text */
function readSpecifiers(text) {
  return Array.from(text.matchAll(importStatement), ([, from, alone, dynamic]) => from ?? alone ?? dynamic ?? '');
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function listSources(root, folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return otherFolders.has(entry.name) ? [] : listSources(root, path);
    return sourceFile.test(entry.name) && !testFile.test(entry.name) ? [withSlashes(relative(root, path))] : [];
  });
}

/**
 * Returns the source file of each entry point of the packages of this repository, by import name, subpaths included.
 *
 * @param {string} root
 * @param {ReadonlySet<string>} files
 */
function packageEntries(root, files) {
  const entries = new Map();
  for (const folder of new Set([...files].map((file) => file.split('/').slice(0, 2).join('/')))) {
    const manifest = readManifest(join(root, folder, 'package.json'));
    for (const [subpath, target] of Object.entries(manifest?.exports ?? {})) {
      const built = typeof target === 'string' ? target : target.default;
      const source = built?.replace('./dist/', `${folder}/src/`).replace(/\.js$/, '.ts');
      if (files.has(source)) entries.set(join(manifest.name, subpath), source);
    }
  }
  return entries;
}

/** @param {string} path */
function readManifest(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function withSlashes(path) {
  return path.replaceAll(sep, '/');
}
