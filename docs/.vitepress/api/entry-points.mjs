// The modules that users import: one for each subpath that a published package exports.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, publishedPackages } from '../../../scripts/set-up/workspace.mjs';

/**
 * @typedef {object} EntryPoint
 * @property {string} name what users write behind `from`: `@x/core/files`
 * @property {string} file its source, with forward slashes
 */

/**
 * Returns the entry points of all published packages, each package's main module first.
 *
 * @returns {EntryPoint[]}
 */
export function entryPoints() {
  return publishedPackages().flatMap(({ folder, manifest }) => {
    const { exports = {} } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    return Object.entries(exports).flatMap(([subpath, target]) => {
      const types = target?.types;
      if (typeof types !== 'string') return [];
      const file = join(ROOT, folder, types.replace('/dist/', '/src/').replace(/\.d\.ts$/, '.ts'));
      if (!existsSync(file)) throw new Error(`${manifest.name} exports ${subpath}, but there is no ${file}.`);
      // TypeDoc reads backslashes as escapes of a pattern.
      return [{ name: manifest.name + subpath.slice(1), file: file.replaceAll('\\', '/') }];
    });
  });
}
