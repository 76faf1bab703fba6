// node ../../scripts/build/bundle-package.mjs, in the folder of a package: writes the JavaScript of its entries to `dist`.
//
// Each entry becomes one file, and what several entries share becomes another: docs/decisions/0109-packages-ship-bundled-modules.md.
import { isBuiltin } from 'node:module';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { inlinePackages } from './inline-packages.mjs';

const source = resolve('src');
const output = resolve('dist');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

// A worker or a reduction is loaded by its address instead of an import: `new URL('./worker-entry.js', import.meta.url)`.
const addresses = /new URL\((["'])(\.[^"']+)\.js\1, import\.meta\.url\)/g;

const entries = [...Object.values(manifest.exports), ...Object.values(manifest.bin ?? {})]
  .map((target) => posix.relative('dist', posix.normalize(target.default ?? target)))
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -3));
const addressed = findAddressed();

/** What users need not install, because of what it would bring along. @type {readonly string[]} */
const inlined = manifest.inlinedDependencies ?? [];
const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

const files = await bundle(
  entries,
  (id) => isBuiltin(id) || installed.some((name) => id === name || id.startsWith(`${name}/`)),
);
const programs = new Map();
for (const name of addressed) programs.set(posix.basename(name), await bundleAlone(name));

for (const file of filesBelow(output, /\.js(\.map)?$/)) rmSync(file);
for (const file of files) {
  const path = join(output, file.fileName);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.type === 'chunk' ? withPrograms(file.code) : file.source);
}

inlinePackages({
  output,
  declarations: filesBelow(output, /^(?!inlined).*\.d\.ts$/),
  inlined,
  modules: files.flatMap((file) => (file.type === 'chunk' ? bundledModules(file) : [])),
});

/**
 * @param {readonly string[]} names modules below `src`, without their ending
 * @param {(id: string) => boolean} external what stays an import
 */
async function bundle(names, external) {
  const build = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, join(source, `${name}.ts`)])),
    platform: 'node',
    // The form for browsers of an inlined package needs nothing else.
    resolve: { conditionNames: ['browser', 'import', 'default'] },
    external,
    transform: { target: 'node20' },
  });
  const { output: built } = await build.generate({
    dir: output,
    format: 'esm',
    sourcemap: true,
    // They are in the package, below `src`, as docstrings are in the declarations.
    sourcemapExcludeSources: true,
    comments: { jsdoc: false },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await build.close();
  return built;
}

/** A module with all that it imports as a `data:` URL, which needs no file beside it. @param {string} name */
async function bundleAlone(name) {
  const [file, ...others] = await bundle([name], isBuiltin);
  if (file?.type !== 'chunk' || others.some(({ type }) => type === 'chunk')) throw new Error(`${name} is not one file`);
  const code = file.code.replace(/\/\/# sourceMappingURL=.*/, '');
  // The name that stack traces give it.
  const named = `${code}\n//# sourceURL=${manifest.name}/${name}.js\n`;
  return `data:text/javascript;base64,${Buffer.from(named).toString('base64')}`;
}

/** Paths of the modules whose code is in a chunk. @param {import('rolldown').OutputChunk} chunk */
function bundledModules({ modules }) {
  return Object.entries(modules).flatMap(([path, { renderedLength }]) => (renderedLength > 0 ? [path] : []));
}

/** Modules that some other names by address, as paths below `src` without their ending. */
function findAddressed() {
  const modules = filesBelow(source, /\.ts$/).filter((path) => !/\.test\.ts$|__/.test(path));
  const found = modules.flatMap((module) =>
    [...readFileSync(module, 'utf8').matchAll(addresses)]
      .map(([, , path]) => resolve(dirname(module), path ?? ''))
      // Examples in docstrings name files of the reader's own.
      .filter((path) => existsSync(`${path}.ts`))
      .map((path) => relative(source, path).replaceAll(sep, '/')),
  );
  const names = [...new Set(found)];
  const twice = names.find(
    (name, index) => names.findIndex((other) => posix.basename(other) === posix.basename(name)) < index,
  );
  if (twice !== undefined)
    throw new Error(`Two modules that are loaded by address are called ${posix.basename(twice)}.`);
  return names;
}

/** The code of a chunk with the modules that it names by address in it. @param {string} code */
function withPrograms(code) {
  return code.replaceAll(addresses, (whole, _, path) => {
    const program = programs.get(posix.basename(path));
    return program === undefined ? whole : `new URL("${program}")`;
  });
}

/** @param {string} folder @param {RegExp} pattern */
function filesBelow(folder, pattern) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
}
