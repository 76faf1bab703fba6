// Checks the complete files in docs/deployment: systemd units and Kubernetes manifests. A fence names its file with `file=NAME`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run, runNode } from '../../set-up/run.mjs';
import { ROOT } from '../../set-up/workspace.mjs';
import { extractFences, listMarkdown } from '../markdown.mjs';

/** @returns {Promise<string[]>} */
export async function pageProblems() {
  const pages = listMarkdown(ROOT).filter((path) => path.startsWith('docs/deployment/'));
  const problems = pages.map(async (page) => {
    const fences = extractFences(readFileSync(join(ROOT, page), 'utf8'));
    const found = fences.map(async ({ info, code }) => {
      const file = /\bfile=(\S+)/.exec(info)?.[1] ?? '';
      if (file.endsWith('.service')) return unitProblem(file, code);
      return file.endsWith('.yaml') ? manifestProblem(code) : '';
    });
    return (await Promise.all(found)).filter((problem) => problem !== '').map((problem) => `${page}: ${problem}`);
  });
  return (await Promise.all(problems)).flat();
}

/**
 * Returns what `systemd-analyze verify` reports about a unit, or an empty string when it is not installed.
 *
 * @param {string} file
 * @param {string} code
 */
export async function unitProblem(file, code) {
  const folder = mkdtempSync(join(tmpdir(), 'x-unit-'));
  try {
    // systemd-analyze checks that the program exists.
    writeFileSync(join(folder, file), code.replace('/usr/bin/node', process.execPath));
    const { code: end, output } = await run('systemd-analyze', ['verify', '--man=no', join(folder, file)], {
      capture: true,
    });
    if (end === 127) return '';
    // It only warns about unknown directives and exits with 0.
    return output
      .split('\n')
      .filter((line) => line.includes(file))
      .join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Returns the compiler's errors about a manifest, type-checked with Kubernetes' types: wrong types, missing fields and unknown fields.
 *
 * @param {string} code
 */
export async function manifestProblem(code) {
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  // The folder is inside the repository, so that the compiler finds the types.
  const folder = mkdtempSync(join(cache, 'manifest-'));
  try {
    const objects = parseAllDocuments(code).map((document, index) => {
      const { apiVersion, kind } = document.toJS();
      return `import type { I${kind} as T${index} } from 'kubernetes-models/${apiVersion}';
export const object${index}: T${index} = ${JSON.stringify(document.toJS())};`;
    });
    writeFileSync(join(folder, 'manifest.mts'), objects.join('\n'));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { output } = await runNode(tsc, [...COMPILING, 'manifest.mts'], { cwd: folder, capture: true });
    return output.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const COMPILING = '--ignoreConfig --strict --noEmit --module nodenext --skipLibCheck --pretty false --types'
  .split(' ')
  .concat('');
