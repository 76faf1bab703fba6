// Checks that the changelog of every published package will have an entry.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from '../set-up/workspace.mjs';

/**
 * Checks that a changeset names each published package that has not been released yet.
 *
 * @param {string} root
 * @returns {import('./run-gates.mjs').GateResult}
 */
export function checkChangesets(root) {
  const published = publishedPackages(root);
  const named = changesetNames(root);
  const known = new Set(published.map(({ manifest }) => manifest.name));
  const missing = published
    .filter(({ manifest }) => manifest.version === '0.0.0' && !named.has(manifest.name))
    .map(({ manifest }) => `No changeset names ${manifest.name}: add .changeset/SOME-NAME.md (see CONTRIBUTING.md).`);
  const unknown = [...named]
    .filter(([name]) => !known.has(name))
    .map(([name, file]) => `.changeset/${file} names ${name}, which is not a published package: correct the name.`);
  return { problems: [...missing, ...unknown], note: `${published.length} packages` };
}

/**
 * @param {string} root
 * @returns {Map<string, string>} file of a changeset, by the name of a package that it lists
 */
function changesetNames(root) {
  const files = readdirSync(join(root, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md');
  return new Map(
    files.flatMap((file) => {
      const text = readFileSync(join(root, '.changeset', file), 'utf8');
      const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '';
      const names = [...frontMatter.matchAll(/^['"]?(@?[\w./-]+)['"]?:\s*(?:major|minor|patch)\s*$/gm)];
      return names.map((match) => /** @type {[string, string]} */ ([match[1] ?? '', file]));
    }),
  );
}
