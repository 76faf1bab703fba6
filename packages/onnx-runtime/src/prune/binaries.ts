import type { Platform } from './platform.ts';

/** What a file was built for. */
interface Build extends Partial<Platform> {
  /** The one ABI of Node.js that it fits, as `process.versions.modules` says it; absent where it fits all. */
  readonly nodeAbi?: string;
}

/** How the files of a package with native code are called. */
interface Layout {
  /** The names of packages that it is about. */
  readonly packages: RegExp;
  /** Whether a package has the binaries of one platform alone, by its name. */
  readonly isForOnePlatform?: boolean;
  /** What a file was built for, by its path in the package with forward slashes; `undefined` for one that it says nothing of. */
  readonly platformOf: (path: string, packageName: string) => Build | undefined;
}

const layouts: readonly Layout[] = [
  {
    packages: /^onnxruntime-node$/,
    platformOf: (path) => {
      const [, os, cpu] = /^bin\/napi-v\d+\/(\w+)\/(\w+)\//.exec(path) ?? [];
      // Its binaries for Linux need glibc.
      return os && cpu ? { os, cpu, ...(os === 'linux' && { libc: 'gnu' }) } : undefined;
    },
  },
  {
    packages: /^tokenizers$/,
    platformOf: (path) => {
      const [, os, cpu, abi] = /^tokenizers\.([a-z\d]+)-([a-z\d]+)(?:-([a-z]+))?\.node$/.exec(path) ?? [];
      if (!os || !cpu) return undefined;
      return { os, cpu, ...(os === 'linux' && { libc: abi === 'musl' ? 'musl' : 'gnu' }) };
    },
  },
  {
    // Packages for one platform each, of which Linux's have both C libraries in them.
    isForOnePlatform: true,
    packages: /^@(?:lmdb\/lmdb|msgpackr-extract\/msgpackr-extract)-[a-z\d]+-[a-z\d]+$/,
    platformOf: (path, name) => {
      const [, nodeAbi, libc] = /^node\.(?:abi(\d+)|napi)(?:\.(glibc|musl))?\.node$/.exec(path) ?? [];
      const [os, cpu] = name.split('-').slice(-2);
      if (!path.endsWith('.node') || !os || !cpu) return undefined;
      return { os, cpu, ...(libc && { libc: libc === 'musl' ? 'musl' : 'gnu' }), ...(nodeAbi && { nodeAbi }) };
    },
  },
];

const nativeFile = /\.(?:node|dll|dylib|so(?:\.\d+)*)$/;

/** What pruning would do to a package. */
export interface PackageBinaries {
  /** Files for other platforms. */
  readonly foreign: readonly string[];
  /** Why the package is left as it is. */
  readonly refusal?: string;
}

/** True for a package that can be pruned. */
export function isPrunable(packageName: string): boolean {
  return layouts.some(({ packages }) => packages.test(packageName));
}

/** The files of a package that a platform does not need. Where a layout is not known, or nothing would be left, it is refused. */
export function foreignBinaries(packageName: string, paths: readonly string[], target: Platform): PackageBinaries {
  const { platformOf, isForOnePlatform } = layouts.find(({ packages }) => packages.test(packageName))!;
  const known = paths.map((path) => ({ path, platform: platformOf(path, packageName) }));
  const unknown = known.find(({ path, platform }) => platform === undefined && nativeFile.test(path));
  if (unknown !== undefined) return { foreign: [], refusal: `its file ${unknown.path} is of no layout that is known` };
  const binaries = known.flatMap(({ path, platform }) => (platform === undefined ? [] : [{ path, platform }]));
  const fitting = binaries.filter(({ platform }) => fits(platform, target));
  const own = fitting.some(({ platform }) => platform.nodeAbi === undefined)
    ? fitting.filter(({ platform: { nodeAbi } }) => nodeAbi === undefined || nodeAbi === process.versions.modules)
    : fitting;
  // One file for both processors of macOS stands in for either.
  const universal = binaries.filter(({ platform }) => platform.os === target.os && platform.cpu === 'universal');
  const kept = new Set(own.length > 0 ? own : universal);
  // A package for another platform stands beside those for this one, or is all that an installation brought: it stays as it is.
  if (kept.size === 0 && isForOnePlatform === true) return { foreign: [] };
  if (kept.size === 0) return { foreign: [], refusal: 'it has no binary for this platform' };
  return { foreign: binaries.filter((binary) => !kept.has(binary)).map(({ path }) => path) };
}

function fits({ os, cpu, libc }: Build, target: Platform): boolean {
  return os === target.os && cpu === target.cpu && (libc === undefined || libc === target.libc);
}
