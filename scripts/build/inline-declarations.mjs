// What a package inlines is no dependency of its users, so its declarations and its licence have to be in the package, too.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';

const specifiers = /\b(from |import\()(["'])([^"']+)\2/g;

/**
 * Copies the declarations that those of a package reach in inlined packages to `dist/inlined`, and makes the package's own name the copies.
 *
 * @param {object} options
 * @param {string} options.output the folder `dist`
 * @param {readonly string[]} options.declarations the package's own `.d.ts` files
 * @param {readonly string[]} options.inlined names of packages
 */
export function inlineDeclarations({ output, declarations, inlined }) {
  const target = join(output, 'inlined');
  const copied = new Map();
  rmSync(target, { recursive: true, force: true });
  const manifest = join(output, '..', 'package.json');
  // A declaration that the compiler left as it was names the copy already.
  for (const name of inlined) copyPackage(name, manifest);
  for (const file of declarations) {
    const text = readFileSync(file, 'utf8');
    const named = rename(text, file, inlined, manifest);
    if (named !== text) writeFileSync(file, named);
  }

  /** The text with the names of inlined packages replaced by paths from `file`. @param {readonly string[] | undefined} names all, if undefined */
  function rename(/** @type {string} */ text, /** @type {string} */ file, names, /** @type {string} */ from) {
    return text.replaceAll(specifiers, (whole, keyword, quote, name) => {
      if (name.startsWith('.') || (names !== undefined && !names.includes(name))) return whole;
      const path = relative(dirname(file), copyPackage(name, from)).split(sep).join(posix.sep);
      return `${keyword}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
    });
  }

  /** The module that the package's entry became. @param {string} name @param {string} from a file that sees the package */
  function copyPackage(name, from) {
    const known = copied.get(name);
    if (known !== undefined) return known;
    const folder = findFolder(name, from);
    const { exports, types = exports?.['.']?.types } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const entry = join(target, name, types.replace(/\.d\.ts$/, '.js'));
    copied.set(name, entry);
    copyDeclaration(join(folder, types), folder, name);
    copyFileSync(join(folder, 'LICENSE'), join(target, name, 'LICENSE'));
    return entry;
  }

  /** Copies a declaration, and those that it imports. @param {string} file @param {string} folder @param {string} name */
  function copyDeclaration(file, folder, name) {
    const copy = join(target, name, relative(folder, file));
    if (existsSync(copy)) return;
    const text = readFileSync(file, 'utf8');
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, text);
    for (const [, , , path = ''] of text.matchAll(specifiers)) {
      if (path.startsWith('.')) copyDeclaration(join(dirname(file), path.replace(/\.js$/, '.d.ts')), folder, name);
    }
    writeFileSync(copy, rename(text, copy, undefined, file));
  }
}

/** @param {string} name @param {string} from */
function findFolder(name, from) {
  let folder = dirname(createRequire(from).resolve(name));
  while (!existsSync(join(folder, 'package.json')) || nameIn(folder) !== name) {
    if (dirname(folder) === folder) throw new Error(`The folder of ${name} is not found from ${from}.`);
    folder = dirname(folder);
  }
  return folder;
}

/** @param {string} folder */
function nameIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name;
}
