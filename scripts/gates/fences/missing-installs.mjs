// Finds imports of examples that the install commands of their page do not install.

import { builtinModules } from 'node:module';
import { extractFences } from '../markdown.mjs';

/**
 * Returns one problem for each package that an example imports and no `npm install` of the page names. Pages without install commands are
 * not checked: their readers come from a page that has one.
 *
 * @param {string} document
 * @param {string} markdown
 * @returns {string[]}
 * @example
 * missingInstalls('a.md', '```sh\nnpm install a\n```\n```ts\nimport { b } from "b/c";\n```\n'); // => ['a.md:5: ...']
 */
export function missingInstalls(document, markdown) {
  const installed = new Set(
    Array.from(markdown.matchAll(/\bnpm install ([^\n`#]*)/g), ([, names = '']) => namesIn(names)).flat(),
  );
  if (installed.size === 0) return [];
  /** @type {Map<string, number>} */
  const missing = new Map();
  for (const { language, line, code } of extractFences(markdown)) {
    if (!/^m?[jt]s$/.test(language)) continue;
    for (const name of importedPackages(code)) if (!installed.has(name) && !missing.has(name)) missing.set(name, line);
  }
  return Array.from(
    missing,
    ([name, line]) => `${document}:${line}: the example imports ${name}: add it to an npm install command of the page.`,
  );
}

/** Returns the packages of an install command, without flags and versions. @param {string} command */
function namesIn(command) {
  return command.split(/\s+/).flatMap((word) => /^(@[^@/]+\/[^@]+|[^-@][^@]*)/.exec(word)?.[1] ?? []);
}

/** Returns the names of the packages that a program imports or resolves. @param {string} code */
function importedPackages(code) {
  return Array.from(code.matchAll(IMPORT), ([, from = '']) => from).flatMap((from) => {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? '';
    return /^(?:\.|node:)/.test(from) || builtinModules.includes(name) ? [] : [name];
  });
}

const IMPORT = /(?:\bfrom |\bimport |\bimport\(|\bimport\.meta\.resolve\()['"]([^'"]+)['"]/g;
