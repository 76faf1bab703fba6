// Not `import { createRequire }`, which webpack replaces by its own.
import nodeModule from 'node:module';
import { isAbsolute, join } from 'node:path';

import { NativeLibraryError, type NativeLibraryProblem } from '../errors/native-library-error.ts';

/**
 * Loads a package as a module sees it, in a way that no bundler follows: native code has to stay outside of bundles.
 *
 * A bundler moves the module, or leaves it without an address (in CommonJS). Where the package is not found from the module, it is searched from
 * the working directory.
 *
 * @param from the address of that module, its `import.meta.url`.
 * @throws {NativeLibraryError} with what is missing and how to install it, when it cannot be loaded.
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

/** False for what is no file, such as a `data:` URL or a bundler's own scheme. */
function isPlace(address: string | undefined): address is string {
  return address !== undefined && (isAbsolute(address) || address.startsWith('file:'));
}

function explainNativeFailure(packageName: string, load: NodeJS.Require, cause: unknown): NativeLibraryError {
  const chain = causesOf(cause);
  const { message } = chain.find(saysWhy) ?? chain[0] ?? { message: String(cause) };
  // Behind the first line Node.js lists the modules that asked for it.
  const facts = { platform: platformName(), reason: message.split('\n')[0]!, cause };
  const missing = missingPackage(chain, packageName) ?? (isInstalled(packageName, load) ? undefined : packageName);
  if (missing !== undefined)
    return new NativeLibraryError({ ...facts, packageName: missing, problem: 'not-installed' });
  return new NativeLibraryError({ ...facts, packageName, problem: problemOf(chain) });
}

/** A package that the one to load depends on; binaries for one platform, in packages called after it, are none. */
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

/** The error and what caused it, outermost first: packages try several binaries, and chain what becomes of each. */
function causesOf(error: unknown): readonly NodeJS.ErrnoException[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && !chain.includes(next); next = next.cause) chain.push(next);
  return chain;
}

/** True for a binary that is there and was refused, which says more than one that is not there. */
function saysWhy({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ERR_DLOPEN_FAILED';
}

// Of glibc: "version `GLIBC_2.38' not found", and the same of GLIBCXX and CXXABI; its loader or library missing. Of musl: "Error relocating".
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

/** Version of the C library on Linux, e.g. `2.36`; `undefined` where it is not glibc. */
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
