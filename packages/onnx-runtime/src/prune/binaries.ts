import type { Platform } from './platform.ts';

/** What a file was built for. */
interface Build extends Partial<Platform> {
  /** The only ABI of Node.js that it fits, in the form of `process.versions.modules`; absent for a file that fits all. */
  readonly nodeAbi?: string;
}

/** Names of the files in a package with native code. */
interface Layout {
  /** Names of the packages with this layout. */
  readonly packages: RegExp;
  /** True for packages that contain the binaries of a single platform, which is part of their name. */
  readonly isForOnePlatform?: boolean;
  /**
   * Returns what a file was built for, from its path in the package with forward slashes; `undefined` for a file that is not a
   * binary.
   */
  readonly platformOf: (path: string, packageName: string) => Build | undefined;
}

const layouts: readonly Layout[] = [
  {
    packages: /^onnxruntime-node$/,
    platformOf: (path) => {
      const [, os, cpu] = /^bin\/napi-v\d+\/(\w+)\/(\w+)\//.exec(path) ?? [];
      // The binaries for Linux need glibc.
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
    // One package per platform. The packages for Linux contain binaries for both C libraries.
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
  /** Why the package cannot be pruned. */
  readonly refusal?: string;
}

/** Returns true for a package that can be pruned. */
export function isPrunable(packageName: string): boolean {
  return layouts.some(({ packages }) => packages.test(packageName));
}

/**
 * Returns the files of a package that a platform does not need. The package is refused when its layout is unknown, or when no
 * binary would remain.
 */
export function foreignBinaries(packageName: string, paths: readonly string[], target: Platform): PackageBinaries {
  const { platformOf, isForOnePlatform } = layouts.find(({ packages }) => packages.test(packageName))!;
  const known = paths.map((path) => ({ path, platform: platformOf(path, packageName) }));
  const unknown = known.find(({ path, platform }) => platform === undefined && nativeFile.test(path));
  if (unknown !== undefined) return { foreign: [], refusal: `the layout of its file ${unknown.path} is unknown` };
  const binaries = known.flatMap(({ path, platform }) => (platform === undefined ? [] : [{ path, platform }]));
  const fitting = binaries.filter(({ platform }) => fits(platform, target));
  const own = fitting.some(({ platform }) => platform.nodeAbi === undefined)
    ? fitting.filter(({ platform: { nodeAbi } }) => nodeAbi === undefined || nodeAbi === process.versions.modules)
    : fitting;
  // On macOS, a universal binary for both processors replaces the binary for one.
  const universal = binaries.filter(({ platform }) => platform.os === target.os && platform.cpu === 'universal');
  const kept = new Set(own.length > 0 ? own : universal);
  // A package for another platform may be installed beside the one for this platform, or alone. It is left unchanged.
  if (kept.size === 0 && isForOnePlatform === true) return { foreign: [] };
  if (kept.size === 0) return { foreign: [], refusal: 'it has no binary for this platform' };
  return { foreign: binaries.filter((binary) => !kept.has(binary)).map(({ path }) => path) };
}

function fits({ os, cpu, libc }: Build, target: Platform): boolean {
  return os === target.os && cpu === target.cpu && (libc === undefined || libc === target.libc);
}
