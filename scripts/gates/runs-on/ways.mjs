// Runtimes and bundlers that the packages are tested with, and the commands that run or build the program.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPossible } from './way.mjs';
import { runNodeStep } from './run-step.mjs';

const esbuild = { esbuild: '0.28.2' };
const bun = (/** @type {string} */ folder) => [join(folder, 'node_modules/@oven/bun-linux-x64/bin/bun'), 'program.mjs'];
const deno = (/** @type {string} */ folder) => [
  join(folder, 'node_modules/@deno/linux-x64-glibc/deno'),
  'run',
  '-A',
  'program.mjs',
];
const without = ['onnxruntime-node', 'tokenizers'];

/** @type {readonly import('./way.mjs').Way[]} */
const known = [
  { name: 'node', packages: {} },
  { name: 'node, WebAssembly', packages: {}, without },
  {
    name: 'tsx',
    packages: { tsx: '4.23.15' },
    run: (folder) => [process.execPath, join(folder, 'node_modules/tsx/dist/cli.mjs'), 'program.mjs'],
  },
  {
    name: 'bun',
    packages: { bun: '1.4.5' },
    platform: 'linux-x64',
    run: bun,
  },
  { name: 'bun, WebAssembly', packages: { bun: '1.4.5' }, platform: 'linux-x64', run: bun, without },
  {
    name: 'deno',
    packages: { deno: '2.9.6' },
    platform: 'linux-x64',
    run: deno,
  },
  { name: 'deno, WebAssembly', packages: { deno: '2.9.6' }, platform: 'linux-x64', run: deno, without },
  {
    name: 'esbuild, ESM',
    packages: esbuild,
    output: 'out/program.mjs',
    build: () => [
      'esbuild/bin/esbuild',
      'program.mjs',
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--outfile=out/program.mjs',
    ],
  },
  {
    name: 'esbuild, CommonJS',
    packages: esbuild,
    output: 'out/program.cjs',
    build: () => [
      'esbuild/bin/esbuild',
      'program.mjs',
      '--bundle',
      '--platform=node',
      '--format=cjs',
      '--outfile=out/program.cjs',
    ],
  },
  { name: 'esbuild, external', packages: esbuild, attempt: keepExternal },
  {
    name: 'Rollup',
    packages: {
      rollup: '4.68.8',
      '@rollup/plugin-commonjs': '29.0.3',
      '@rollup/plugin-json': '6.1.0',
      '@rollup/plugin-node-resolve': '16.0.3',
    },
    output: 'out/program.mjs',
    build: () => [
      'rollup/dist/bin/rollup',
      'program.mjs',
      '--dir=out',
      '--format=esm',
      '--entryFileNames=[name].mjs',
      '--chunkFileNames=[name]-[hash].mjs',
      '--silent',
      '--plugin=commonjs',
      '--plugin=json',
      '--plugin=node-resolve={exportConditions:["node"],preferBuiltins:true}',
    ],
  },
  {
    name: 'webpack',
    packages: { webpack: '5.113.0', 'webpack-cli': '7.3.1' },
    output: 'out/program.cjs',
    build: (folder) => {
      const settings = {
        mode: 'production',
        target: 'node',
        entry: './program.mjs',
        output: { filename: 'program.cjs' },
      };
      writeFileSync(
        join(folder, 'webpack.config.cjs'),
        `module.exports = { ...${JSON.stringify(settings)}, output: { path: __dirname + '/out', filename: 'program.cjs' } };`,
      );
      return ['webpack-cli/bin/cli.js', '--config', 'webpack.config.cjs'];
    },
  },
  {
    name: 'Vite, SSR',
    packages: { vite: '8.4.0' },
    output: 'out/program.mjs',
    build: (folder) => {
      writeFileSync(
        join(folder, 'vite.config.mjs'),
        `export default { build: { ssr: 'program.mjs', outDir: 'out' }, ssr: { noExternal: true }, logLevel: 'error' };`,
      );
      return ['vite/bin/vite.js', 'build'];
    },
  },
];

/** Tests the fallback for every bundler: keeping the packages out of the bundle and installing them where it runs. @param {string} folder */
async function keepExternal(folder) {
  const bundle = ['program.mjs', '--bundle', '--platform=node', '--format=esm', '--packages=external'];
  const args = [...bundle, '--outfile=out/external.mjs'];
  const built = await runNodeStep(join(folder, 'node_modules/esbuild/bin/esbuild'), args, folder);
  return built.code === 0 ? runNodeStep('out/external.mjs', [], folder) : built;
}

/** The runtimes and bundlers that can be tested on this machine. */
export const ways = known.filter(isPossible);
