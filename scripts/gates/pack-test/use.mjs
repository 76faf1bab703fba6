// Parses a use: a small program with comments that say what it prints and what it needs.

/**
 * @typedef {object} Use
 * @property {string} code
 * @property {string} expected the expected stdout: the `// =>` comments in order
 * @property {string[]} needs further packages of this repository, from `// needs: NAME`
 * @property {boolean} skipLibCheck whether `// skip-lib-check: REASON` skips the check of third-party declarations
 */

/**
 * Parses the comments of a use.
 *
 * @param {string} code
 * @returns {Use}
 * @throws {Error} when the code has no `// =>` comment
 * @example
 * parseUse('console.log(1); // => 1').expected; // => '1\n'
 */
export function parseUse(code) {
  const lines = [...code.matchAll(/\/\/ => (.*)$/gm)].map((match) => `${match[1]?.trimEnd()}\n`);
  if (lines.length === 0)
    throw new Error('The program has no "// =>" comment to compare its output with: print something.');
  const needs = [...code.matchAll(/^\/\/ needs: (\S+)$/gm)].map((match) => match[1] ?? '');
  return { code, expected: lines.join(''), needs, skipLibCheck: /^\/\/ skip-lib-check: \S/m.test(code) };
}
