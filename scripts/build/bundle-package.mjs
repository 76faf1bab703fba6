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

/** For browsers, `NAME.browser.ts` takes the place of `NAME.ts` beside it: it does the same without Node.js. */
const browserModules = {
  name: 'browser-modules',
  /** @param {string} id @param {string | undefined} importer */
  resolveId(id, importer) {
    const other = resolve(dirname(importer ?? source), id).replace(/\.ts$/, '.browser.ts');
    return id.endsWith('.ts') && existsSync(other) ? other : undefined;
  },
};

/** What users need not install, because of what it would bring along. @type {readonly string[]} */
const inlined = manifest.inlinedDependencies ?? [];
const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

const isExternal = (/** @type {string} */ id) =>
  isBuiltin(id) || installed.some((name) => id === name || id.startsWith(`${name}/`));
/** Of ONNX Runtime a reduction uses nothing; rolldown leaves the import there for what it might do. @param {string} id */
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

// A program that exports nothing has no declarations for others.
const isLibrary = manifest.exports['.'] !== undefined;
inlinePackages({
  output,
  declarations: isLibrary ? filesBelow(output, /^(?!inlined).*\.d\.ts$/) : [],
  inlined,
  modules: outputs.flatMap(({ files }) => files).flatMap((file) => (file.type === 'chunk' ? bundledModules(file) : [])),
});

/** The entries, and the programs that they name by address. @param {readonly string[]} names @param {Platform} platform */
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
 * @param {readonly string[]} names modules below `src`, without their ending
 * @param {(id: string) => boolean} external what stays an import
 * @param {Platform} platform
 */
async function bundle(names, external, platform) {
  // The form for browsers of an inlined package needs nothing else.
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
    // They are in the package, below `src`, as docstrings are in the declarations.
    sourcemapExcludeSources: true,
    comments: { jsdoc: false },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  });
  await build.close();
  if (platform === 'browser') forbidBuiltins(built);
  return built;
}

/** A module with all that it imports as a `data:` URL, which needs no file beside it. @param {string} name @param {Platform} platform */
async function bundleAlone(name, platform) {
  const [file, ...others] = await bundle([name], isLeftOut, platform);
  if (file?.type !== 'chunk' || others.some(({ type }) => type === 'chunk')) throw new Error(`${name} is not one file`);
  const code = file.code.replace(/\/\/# sourceMappingURL=.*/, '').replace(/^import "onnxruntime-web\/wasm";\n/m, '');
  // The name that stack traces give it.
  const named = `${code}\n//# sourceURL=${manifest.name}/${name}.js\n`;
  return `data:text/javascript;base64,${Buffer.from(named).toString('base64')}`;
}

/** Paths of the modules whose code is in a chunk. @param {import('rolldown').OutputChunk} chunk */
function bundledModules({ modules }) {
  return Object.entries(modules).flatMap(([path, { renderedLength }]) => (renderedLength > 0 ? [path] : []));
}

/** @param {Awaited<ReturnType<typeof bundle>>} files */
function forbidBuiltins(files) {
  const imported = files.flatMap((file) => (file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : []));
  const builtin = imported.find((id) => isBuiltin(id) || id.startsWith('@x/core/'));
  if (builtin !== undefined) throw new Error(`${manifest.name} imports ${builtin} where it is bundled for browsers.`);
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

/** The code of a chunk with the modules that it names by address in it. @param {string} code @param {ReadonlyMap<string, string>} programs */
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
