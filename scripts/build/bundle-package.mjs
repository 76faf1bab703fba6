// node ../../scripts/build/bundle-package.mjs, in the folder of a package: writes the JavaScript of its entries to `dist`.
//
// Each entry becomes one file, and what several entries share becomes another: docs/decisions/0109-packages-ship-bundled-modules.md.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';

const source = resolve('src');
const output = resolve('dist');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

// A worker or a reduction is loaded by its address instead of an import.
const addresses = /new URL\((["'])(\.[^"']+)\.js\1, import\.meta\.url\)/g;

const published = [...Object.values(manifest.exports), ...Object.values(manifest.bin ?? {})]
  .map((target) => posix.relative('dist', posix.normalize(target.default ?? target)))
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -3));
const entries = [...new Set([...published, ...findAddressed()])];

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((name) => [name, join(source, `${name}.ts`)])),
  platform: 'node',
  // Packages stay packages; what rolldown brings itself, such as the lowering of `using`, begins with a zero byte.
  external: (id) => !isAbsolute(id) && /^(?!@oxc-project\/)[^.\0]/.test(id),
  transform: { target: 'node20' },
});
const { output: files } = await bundle.generate({
  dir: output,
  format: 'esm',
  sourcemap: true,
  // They are in the package, below `src`, as docstrings are in the declarations.
  sourcemapExcludeSources: true,
  comments: { jsdoc: false },
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
});
await bundle.close();

for (const file of filesBelow(output, /\.js(\.map)?$/)) rmSync(file);
for (const file of files) {
  const path = join(output, file.fileName);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.type === 'chunk' ? withMovedAddresses(file.code, file.fileName) : file.source);
}

/** Entries that some module names by address, as paths below `src` without their ending. */
function findAddressed() {
  const modules = filesBelow(source, /\.ts$/).filter((path) => !/\.test\.ts$|__/.test(path));
  return modules.flatMap((module) =>
    [...readFileSync(module, 'utf8').matchAll(addresses)]
      .map(([, , path]) => resolve(dirname(module), path ?? ''))
      // Examples in docstrings name files of the reader's own.
      .filter((path) => existsSync(`${path}.ts`))
      .map((path) => relative(source, path).replaceAll(sep, '/')),
  );
}

/**
 * The code of a chunk, whose modules now stand elsewhere than the files that they name by address. Lines stay where they are, as the
 * source map says.
 *
 * @param {string} code
 * @param {string} fileName
 */
function withMovedAddresses(code, fileName) {
  return code.replaceAll(addresses, (whole, quote, path) => {
    const [entry, ...others] = entries.filter((name) => posix.basename(name) === posix.basename(path));
    if (entry === undefined) return whole;
    if (others.length > 0)
      throw new Error(`Two entries are called ${posix.basename(path)}: ${entry}, ${others.join(', ')}`);
    const target = posix.relative(posix.dirname(fileName), `${entry}.js`);
    return `new URL(${quote}${target.startsWith('.') ? target : `./${target}`}${quote}, import.meta.url)`;
  });
}

/** @param {string} folder @param {RegExp} pattern */
function filesBelow(folder, pattern) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
}
