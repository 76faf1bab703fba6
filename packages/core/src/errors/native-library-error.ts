import { hasErrorCode, XError } from './x-error.ts';

/**
 * Why native code cannot be used. `not-installed`: the package is missing. `no-binary`: the package is installed without a binary for this
 * platform. `wrong-libc`: the binary is built for another or a newer C library. `unloadable`: the system refuses the binary for another reason.
 */
export type NativeLibraryProblem = 'not-installed' | 'no-binary' | 'wrong-libc' | 'unloadable';

/** Thrown when a package with native code, or a package that bundlers leave out, cannot be loaded. The model and its files are not at fault. */
export class NativeLibraryError extends XError {
  readonly code = 'NATIVE_LIBRARY';
  /** Name of the npm package, e.g. `onnxruntime-node`. */
  readonly packageName: string;
  readonly problem: NativeLibraryProblem;
  /** E.g. `linux-x64 (musl)`. */
  readonly platform: string;
  /** The message of the system or the package. */
  readonly reason: string;
  /** A sentence that names an alternative; `undefined` when there is none. */
  readonly alternative: string | undefined;

  constructor({
    packageName,
    problem,
    platform,
    reason,
    alternative,
    cause,
  }: {
    packageName: string;
    problem: NativeLibraryProblem;
    platform: string;
    reason: string;
    alternative?: string | undefined;
    cause?: unknown;
  }) {
    const message = messages[problem](packageName, platform, reason);
    super(
      alternative === undefined ? message : `${message} ${alternative}`,
      cause === undefined ? undefined : { cause },
    );
    this.packageName = packageName;
    this.problem = problem;
    this.platform = platform;
    this.reason = reason;
    this.alternative = alternative;
  }

  override get name(): string {
    return 'NativeLibraryError';
  }

  static override isInstance(this: void, value: unknown): value is NativeLibraryError {
    return hasErrorCode(value, 'NATIVE_LIBRARY');
  }
}

const messages: Record<NativeLibraryProblem, (name: string, platform: string, reason: string) => string> = {
  'not-installed': (name, _, reason) =>
    `The package "${name}" is not installed. Run "npm install ${name}". A bundled program needs the package in a node_modules folder beside or above the bundle; in Next.js, outputFileTracingIncludes puts it there. (${reason})`,
  'no-binary': (name, platform, reason) =>
    `The package "${name}" is installed without its native library for ${platform}. Either it was installed on or pruned for another platform, or it was installed without optional dependencies, or it does not support this platform. Remove node_modules/${name} and run "npm install ${name}" on this platform. (${reason})`,
  'wrong-libc': (name, platform, reason) =>
    `The native library of "${name}" does not fit the C library of ${platform}. Run "npm install ${name}" on this system, not on another one. If that does not help, use a system with a newer glibc, such as the image node:24-slim. (${reason})`,
  unloadable: (name, platform, reason) =>
    `The native library of "${name}" cannot be loaded on ${platform}. Run "npm install ${name}" again on this system, and install any library that the reason names. (${reason})`,
};
