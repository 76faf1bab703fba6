// Users do not install inlined packages, so a package must contain the licenses and the declarations of the packages that it inlines.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';

const specifiers = /\b(from |import\()(["'])([^"']+)\2/g;

/**
 * Writes `dist/inlined`: the license of each package whose code is bundled, and the declarations of inlined packages that the package's own
 * declarations reach. Then rewrites the package's own declarations to import these copies.
 *
 * @param {object} options
 * @param {string} options.output the folder `dist`
 * @param {readonly string[]} options.declarations the package's own `.d.ts` files
 * @param {readonly string[]} options.inlined names of packages
 * @param {readonly string[]} options.modules paths of all bundled modules
 */
export function inlinePackages({ output, declarations, inlined, modules }) {
  const target = join(output, 'inlined');
  const manifest = join(output, '..', 'package.json');
  rmSync(target, { recursive: true, force: true });
  for (const path of modules) {
    const [, folder, name] = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path.replaceAll('\\', '/')) ?? [];
    if (folder !== undefined && name !== undefined) copyLicense(name, folder);
  }
  for (const file of declarations) {
    const text = readFileSync(file, 'utf8');
    for (const name of inlined) {
      // A declaration that the compiler did not rewrite since the last run already imports the copy.
      if (text.includes(`inlined/${name}/`)) copyPackage(name, manifest);
    }
    const named = rename(text, file, manifest, (name) => inlined.includes(name));
    if (named !== text) writeFileSync(file, named);
  }

  /**
   * Returns the text with package names replaced by paths from `file` to the copies of these packages.
   *
   * @param {string} text
   * @param {string} file
   * @param {string} from a file from which the packages can be resolved
   * @param {(name: string) => boolean} isInlined
   */
  function rename(text, file, from, isInlined) {
    return text.replaceAll(specifiers, (whole, keyword, quote, name) => {
      if (name.startsWith('.') || !isInlined(name)) return whole;
      const path = relative(dirname(file), copyPackage(name, from)).split(sep).join(posix.sep);
      return `${keyword}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
    });
  }

  /**
   * Copies the declarations and the license of a package, and returns the path of its entry module in the copy.
   *
   * @param {string} name
   * @param {string} from a file from which the package can be resolved
   */
  function copyPackage(name, from) {
    const folder = findFolder(name, from);
    const { exports, types = exports?.['.']?.types } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    copyLicense(name, folder);
    copyDeclaration(join(folder, types), folder, name);
    return join(target, name, types.replace(/\.d\.ts$/, '.js'));
  }

  /** @param {string} name @param {string} folder */
  function copyLicense(name, folder) {
    const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (license === undefined) throw new Error(`${name} contains no license file, so it cannot be inlined.`);
    mkdirSync(join(target, name), { recursive: true });
    copyFileSync(join(folder, license), join(target, name, 'LICENSE'));
  }

  /** Copies a declaration file and the files that it imports. @param {string} file @param {string} folder @param {string} name */
  function copyDeclaration(file, folder, name) {
    const copy = join(target, name, relative(folder, file));
    if (existsSync(copy)) return;
    const text = readFileSync(file, 'utf8');
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, text);
    for (const [, , , path = ''] of text.matchAll(specifiers)) {
      if (path.startsWith('.')) copyDeclaration(join(dirname(file), path.replace(/\.js$/, '.d.ts')), folder, name);
    }
    writeFileSync(
      copy,
      rename(text, copy, file, (other) => !isBuiltin(other)),
    );
  }
}

/** @param {string} name @param {string} from */
function findFolder(name, from) {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    // The real folder in the package manager's store, where the dependencies of the package can be resolved.
    if (existsSync(join(folder, name, 'package.json'))) return realpathSync(join(folder, name));
  }
  throw new Error(`The package ${name} was not found in any node_modules folder above ${from}.`);
}
