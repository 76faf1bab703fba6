// Checks that the TypeScript in the documentation compiles against the built packages and prints what its comments say.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNode } from '../../set-up/run.mjs';
import { ROOT, workspacePackages } from '../../set-up/workspace.mjs';
import { extractFences, listMarkdown } from '../markdown.mjs';
import { missingInstalls } from './missing-installs.mjs';
import { runFences } from './run-fences.mjs';

/**
 * Type-checks each `ts` fence as a separate module, all in one compiler run, and runs the fences with a `// =>` comment.
 *
 * A word after `ts` changes this. `no-check` skips a fence. `network` and `server` say what it needs, and it is not run. `file=NAME.ts` makes
 * it a module that other fences of the same document can import as `./NAME.js`; `js file=NAME.mjs` is one too. `npm install` commands must have
 * `--ignore-scripts`, and name the packages that the examples of their page import.
 *
 * @param {string} root repository with the Markdown files
 * @returns {Promise<import('../run-gates.mjs').GateResult>}
 */
export async function checkFences(root) {
  const folder = join(root, 'node_modules/.cache/fences');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { checked, skipped } = writeFences(root, folder);
  linkPackages(root, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [...checked.keys()] }));
  const runnable = [...checked].filter(([, { info, code }]) => code.includes('// => ') && !NOT_RUN.test(info));
  const note = `${checked.size} fences, ${runnable.length} of them run, ${skipped} marked no-check`;
  const problems = [...installsWithScripts(root), ...examplesWithoutInstall(root)];
  if (checked.size === 0) return { problems, note };
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { code, output } = await runNode(tsc, ['-p', '.', '--pretty', 'false'], { cwd: folder, capture: true });
  if (code !== 0) return { problems: [...problems, nameOriginals(output, checked)], note };
  const programs = runnable.map(([file, { document, line, code: text }]) => ({
    place: `${document}:${line}`,
    code: text,
    file: join(folder, 'out', file.replace(/ts$/, 'js')),
  }));
  return { problems: [...problems, ...(await runFences(programs, folder))], note };
}

/** Returns the install commands that would run scripts. docs/install.md says why none should. @param {string} root */
function installsWithScripts(root) {
  return listMarkdown(root)
    .filter((path) => DOCUMENTS.test(path))
    .flatMap((document) =>
      extractFences(readFileSync(join(root, document), 'utf8')).flatMap(({ code, line }) =>
        code
          .split('\n')
          .flatMap((text, index) =>
            /\bnpm (?:install|ci)\b/.test(text) && !text.includes('--ignore-scripts') && !text.includes('//')
              ? [`${document}:${line + index}: ${text.trim()}: add --ignore-scripts.`]
              : [],
          ),
      ),
    );
}

/** Returns the imports of examples that their page does not install. @param {string} root */
function examplesWithoutInstall(root) {
  return listMarkdown(root)
    .filter((path) => DOCUMENTS.test(path))
    .flatMap((document) => missingInstalls(document, readFileSync(join(root, document), 'utf8')));
}

const NOT_RUN = /\b(?:network|server)\b/;

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable', 'dom.asynciterable'],
  module: 'nodenext',
  types: ['node'],
  typeRoots: ['../../@types'],
  allowJs: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true, // third-party declarations may have errors
  rootDir: '.',
  outDir: 'out',
};

/**
 * Writes each fence to a file in which its lines have the same numbers as in the document.
 *
 * @typedef {{ document: string, line: number, info: string, code: string }} Checked
 * @param {string} root
 * @param {string} folder
 */
function writeFences(root, folder) {
  /** @type {Map<string, Checked>} */
  const checked = new Map();
  let skipped = 0;
  for (const document of listMarkdown(root).filter((path) => DOCUMENTS.test(path))) {
    for (const { language, info, line, code } of extractFences(readFileSync(join(root, document), 'utf8'))) {
      if (language !== 'ts' && !(language === 'js' && /\bfile=/.test(info))) continue;
      if (/\bno-check\b/.test(info)) {
        skipped += 1;
        continue;
      }
      const own = document.replaceAll('/', '__');
      const name = /\bfile=(\S+)/.exec(info)?.[1] ?? `${line}.mts`; // .mts makes it a module, which permits top-level await
      mkdirSync(join(folder, own), { recursive: true });
      writeFileSync(join(folder, own, name), `${'\n'.repeat(line - 1)}${code}\nexport {};\n`);
      checked.set(`${own}/${name}`, { document, line, info, code });
    }
  }
  return { checked, skipped };
}

const DOCUMENTS = /^(README\.md|(packages|models|apps)\/[^/]+\/README\.md|docs\/.*\.md)$/;

/**
 * Links the packages of the workspace and their dependencies, so that the fences can import them.
 *
 * @param {string} root
 * @param {string} modules
 */
function linkPackages(root, modules) {
  for (const { folder, manifest } of workspacePackages(root)) {
    link(join(root, folder), join(modules, manifest.name));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
      const installed = join(root, folder, 'node_modules', name);
      if (!name.startsWith('@x/') && existsSync(installed)) link(installed, join(modules, name));
    }
  }
}

/**
 * @param {string} target
 * @param {string} path
 */
function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  const exists = readdirSync(dirname(path)).includes(path.split(/[\\/]/).at(-1) ?? '');
  if (!exists) symlinkSync(target, path, 'junction'); // a junction needs no special rights on Windows and is a symlink elsewhere
}

/**
 * Replaces the file names in the compiler's output by document and line.
 *
 * @param {string} output
 * @param {ReadonlyMap<string, Checked>} checked
 */
function nameOriginals(output, checked) {
  const named = output.replaceAll(/^(\S+\.m?ts)\((\d+),\d+\)/gm, (whole, file, line) => {
    const fence = checked.get(file);
    return fence === undefined ? whole : `${fence.document}:${line}`;
  });
  return `${named.trim()}\nRemedy: correct the fence, or mark it \`\`\`ts no-check when it cannot compile on its own.`;
}
