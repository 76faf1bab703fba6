// node ../../scripts/build/bundle-package.mjs, in the folder of a package: writes the JavaScript of its entries to `dist`.
//
// Each entry becomes one file, and code shared by several entries becomes another: docs/decisions/0109-packages-ship-bundled-modules.md.
import { isBuiltin } from 'node:module';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';
import { inlinePackages } from './inline-packages.mjs';

const source = resolve('src');
const output = resolve('dist');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

// Workers and reductions are loaded by URL instead of by import: `new URL('./worker-entry.js', import.meta.url)`.
const addresses = /new URL\((["'])(\.[^"']+)\.js\1, import\.meta\.url\)/g;

const entries = [...Object.values(manifest.exports), ...Object.values(manifest.bin ?? {})]
  .map((target) => posix.relative('dist', posix.normalize(target.default ?? target)))
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -3));
const addressed = findAddressed();

/** In browser builds, replaces `NAME.ts` by `NAME.browser.ts` in the same folder, which does the same without Node.js. */
const browserModules = {
  name: 'browser-modules',
  /** @param {string} id @param {string | undefined} importer */
  resolveId(id, importer) {
    const other = resolve(dirname(importer ?? source), id).replace(/\.ts$/, '.browser.ts');
    return id.endsWith('.ts') && existsSync(other) ? other : undefined;
  },
};

/** Packages that are bundled, so that users do not install them and their dependencies. @type {readonly string[]} */
const inlined = manifest.inlinedDependencies ?? [];
const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

const isExternal = (/** @type {string} */ id) =>
  isBuiltin(id) || installed.some((name) => id === name || id.startsWith(`${name}/`));
/** A reduction uses nothing of ONNX Runtime, but rolldown keeps the import for its possible side effects. @param {string} id */
const isLeftOut = (id) => isBuiltin(id) || /^onnxruntime-web(\/|$)/.test(id);
/** @typedef {'node' | 'browser'} Platform */
const outputs = [{ folder: output, ...(await bundleAll(entries, 'node')) }];
if (manifest.exports['.']?.browser !== undefined) {
  outputs.push({ folder: join(output, 'browser'), ...(await bundleAll(['index'], 'browser')) });
}

for (const file of filesBelow(output, /\.js(\.map)?$/)) rmSync(file);
for (const { folder, files, programs } of outputs) {
  for (const file of files) {
    const path = join(folder, file.fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.type === 'chunk' ? withPrograms(file.code, programs) : file.source);
  }
}

// A package without exports, such as a program, needs no declarations.
const isLibrary = manifest.exports['.'] !== undefined;
inlinePackages({
  output,
  declarations: isLibrary ? filesBelow(output, /^(?!inlined).*\.d\.ts$/) : [],
  inlined,
  modules: outputs.flatMap(({ files }) => files).flatMap((file) => (file.type === 'chunk' ? bundledModules(file) : [])),
});

/** Bundles the entries and the programs that they load by URL. @param {readonly string[]} names @param {Platform} platform */
async function bundleAll(names, platform) {
  const files = await bundle(names, isExternal, platform);
  const code = files.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
  const programs = new Map();
  for (const name of addressed) {
    if (code.includes(`/${posix.basename(name)}.js`))
      programs.set(posix.basename(name), await bundleAlone(name, platform));
  }
  return { files, programs };
}

/**
 * Bundles modules, one file for each and one for the code that they share.
 *
 * @param {readonly string[]} names modules below `src`, without their extension
 * @param {(id: string) => boolean} external returns whether an import is kept
 * @param {Platform} platform
 */
async function bundle(names, external, platform) {
  // The browser build of an inlined package has no further dependencies.
  const condition = platform === 'browser' || inlined.length > 0 ? 'browser' : 'node';
  const build = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, join(source, `${name}.ts`)])),
    platform,
    resolve: { conditionNames: [condition, 'import', 'default'] },
    ...(platform === 'browser' && {
      plugins: [browserModules],
      treeshake: { moduleSideEffects: [{ external: true, sideEffects: false }] },
    }),
    external,
    transform: { target: platform === 'node' ? 'node20' : 'es2023' },
  });
  const { output: built } = await build.generate({
    dir: output,
    format: 'esm',
    sourcemap: true,
    // The package contains the sources below `src`, and the declarations contain the docstrings.
    sourcemapExcludeSources: true,
    comments: { jsdoc: false },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await build.close();
  if (platform === 'browser') forbidBuiltins(built);
  return built;
}

/** Returns a module and all its imports as a `data:` URL, which needs no other file. @param {string} name @param {Platform} platform */
async function bundleAlone(name, platform) {
  const [file, ...others] = await bundle([name], isLeftOut, platform);
  if (file?.type !== 'chunk' || others.some(({ type }) => type === 'chunk'))
    throw new Error(`${name} is loaded by URL but was bundled into several files: remove its dynamic imports.`);
  const code = file.code.replace(/\/\/# sourceMappingURL=.*/, '').replace(/^import "onnxruntime-web\/wasm";\n/m, '');
  // Sets the name of the module in stack traces.
  const named = `${code}\n//# sourceURL=${manifest.name}/${name}.js\n`;
  return `data:text/javascript;base64,${Buffer.from(named).toString('base64')}`;
}

/** Returns the paths of the modules whose code is in a chunk. @param {import('rolldown').OutputChunk} chunk */
function bundledModules({ modules }) {
  return Object.entries(modules).flatMap(([path, { renderedLength }]) => (renderedLength > 0 ? [path] : []));
}

/** Throws when a browser build imports a module of Node.js or a subpath of `@x/core`. @param {Awaited<ReturnType<typeof bundle>>} files */
function forbidBuiltins(files) {
  const imported = files.flatMap((file) => (file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : []));
  const builtin = imported.find((id) => isBuiltin(id) || id.startsWith('@x/core/'));
  if (builtin !== undefined)
    throw new Error(
      `The browser build of ${manifest.name} imports ${builtin}: add NAME.browser.ts next to the module that imports it.`,
    );
}

/** Returns the modules that other modules load by URL, as paths below `src` without their extension. */
function findAddressed() {
  const modules = filesBelow(source, /\.ts$/).filter((path) => !/\.test\.ts$|__/.test(path));
  const found = modules.flatMap((module) =>
    [...readFileSync(module, 'utf8').matchAll(addresses)]
      .map(([, , path]) => resolve(dirname(module), path ?? ''))
      // Examples in docstrings name files that do not exist here.
      .filter((path) => existsSync(`${path}.ts`))
      .map((path) => relative(source, path).replaceAll(sep, '/')),
  );
  const names = [...new Set(found)];
  const twice = names.find(
    (name, index) => names.findIndex((other) => posix.basename(other) === posix.basename(name)) < index,
  );
  if (twice !== undefined)
    throw new Error(`Two modules that are loaded by URL are named ${posix.basename(twice)}: rename one.`);
  return names;
}

/**
 * Returns the code of a chunk with `data:` URLs in place of the modules that it loads by URL.
 *
 * @param {string} code
 * @param {ReadonlyMap<string, string>} programs
 */
function withPrograms(code, programs) {
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
