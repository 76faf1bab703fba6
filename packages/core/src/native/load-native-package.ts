// Not `import { createRequire }`, which webpack replaces with its own function.
import nodeModule from 'node:module';
import { isAbsolute, join } from 'node:path';

import { NativeLibraryError, type NativeLibraryProblem } from '../errors/native-library-error.ts';

/**
 * Loads a package as `require` in the given module would, in a way that bundlers do not follow. Native code must stay outside of bundles.
 *
 * A bundler may move the module or, in CommonJS, remove its URL. When the package is not found from the module, it is searched for from the working
 * directory.
 *
 * @param from the `import.meta.url` of the module.
 * @throws {NativeLibraryError} when the package cannot be loaded, with the missing part and how to install it.
 * @example
 * const runtime = loadNativePackage('onnxruntime-node', import.meta.url);
 */
export function loadNativePackage(packageName: string, from: string | undefined): unknown {
  const places = [from, join(process.cwd(), 'package.json')].filter(isPlace);
  const loaders = places.map((place) => nodeModule.createRequire(place));
  const load = loaders.find((one) => isInstalled(packageName, one)) ?? loaders[0]!;
  try {
    return load(packageName);
  } catch (cause) {
    throw explainNativeFailure(packageName, load, cause);
  }
}

/** Returns false for an address that is not a file, such as a `data:` URL or a bundler's own scheme. */
function isPlace(address: string | undefined): address is string {
  return address !== undefined && (isAbsolute(address) || address.startsWith('file:'));
}

function explainNativeFailure(packageName: string, load: NodeJS.Require, cause: unknown): NativeLibraryError {
  const chain = causesOf(cause);
  const { message } = chain.find(saysWhy) ?? chain[0] ?? { message: String(cause) };
  // After the first line, Node.js lists the modules that required the package.
  const facts = { platform: platformName(), reason: message.split('\n')[0]!, cause };
  const missing = missingPackage(chain, packageName) ?? (isInstalled(packageName, load) ? undefined : packageName);
  if (missing !== undefined)
    return new NativeLibraryError({ ...facts, packageName: missing, problem: 'not-installed' });
  return new NativeLibraryError({ ...facts, packageName, problem: problemOf(chain) });
}

/** Returns the name of a missing package, such as a dependency. Packages named `${packageName}-…` are binaries for one platform and do not count. */
function missingPackage([first]: readonly NodeJS.ErrnoException[], packageName: string): string | undefined {
  if (first?.code !== 'MODULE_NOT_FOUND') return undefined;
  const name = /^Cannot find module '((?:@[^/']+\/)?[^./'@\\:][^/'\\:]*)(?:\/[^']*)?'/.exec(first.message)?.[1];
  return name?.startsWith(`${packageName}-`) ? undefined : name;
}

function isInstalled(packageName: string, load: NodeJS.Require): boolean {
  try {
    load.resolve(packageName);
    return true;
  } catch {
    return false;
  }
}

/** Returns the error and its causes, outermost first. Packages that try several binaries chain the failures as causes. */
function causesOf(error: unknown): readonly NodeJS.ErrnoException[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && !chain.includes(next); next = next.cause) chain.push(next);
  return chain;
}

/** Returns true for a binary that exists and was refused. That error explains more than the one for a missing binary. */
function saysWhy({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ERR_DLOPEN_FAILED';
}

// glibc: "version `GLIBC_2.38' not found", the same with GLIBCXX or CXXABI, or a missing loader or library. musl: "Error relocating".
const wrongLibc = /\b(?:GLIBC|GLIBCXX|CXXABI)_\d|\bmusl\b|\bld-linux|\bld-musl|\blibc\.(?:musl-|so)|Error relocating/;

function problemOf(chain: readonly NodeJS.ErrnoException[]): NativeLibraryProblem {
  const refused = chain.filter(saysWhy);
  if (refused.some(({ message }) => wrongLibc.test(message))) return 'wrong-libc';
  if (refused.length > 0) return 'unloadable';
  const isMissing = chain.some(
    ({ code, message }) => code === 'MODULE_NOT_FOUND' || /native b(?:inding|uild)/.test(message),
  );
  return isMissing ? 'no-binary' : 'unloadable';
}

/** Returns the glibc version on Linux, e.g. `2.36`; `undefined` when the C library is not glibc. */
export function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}

/** E.g. `linux-x64 (glibc 2.36)`. */
function platformName(): string {
  const { platform, arch } = process;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const version = glibcVersion();
  return `${platform}-${arch} (${version === undefined ? 'musl' : `glibc ${version}`})`;
}
