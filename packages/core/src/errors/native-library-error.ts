import { hasErrorCode, XError } from './x-error.ts';

/**
 * Why native code cannot be used. `not-installed`: the package is absent. `no-binary`: the package is there, its binary for this platform is
 * not. `wrong-libc`: the binary is built for another C library, or a newer one. `unloadable`: the system refuses it for another reason.
 */
export type NativeLibraryProblem = 'not-installed' | 'no-binary' | 'wrong-libc' | 'unloadable';

/** Thrown when a package of native code, or one that bundlers leave out, cannot be loaded. Neither a model nor a file of it is at fault. */
export class NativeLibraryError extends XError {
  readonly code = 'NATIVE_LIBRARY';
  /** As npm installs it, e.g. `onnxruntime-node`. */
  readonly packageName: string;
  readonly problem: NativeLibraryProblem;
  /** E.g. `linux-x64 (musl)`. */
  readonly platform: string;
  /** What the system or the package says. */
  readonly reason: string;
  /** What would do instead, as a sentence; `undefined` where nothing does. */
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
    `The package "${name}" is not installed. Run "npm install ${name}". Where the program is bundled, it has to lie in a node_modules folder beside or above the bundle; in Next.js, outputFileTracingIncludes puts it there. (${reason})`,
  'no-binary': (name, platform, reason) =>
    `The package "${name}" is installed without its native library for ${platform}: it was installed on another platform, without optional dependencies, or pruned for another platform, or has none for this one. Remove node_modules/${name} and run "npm install ${name}" on this platform. (${reason})`,
  'wrong-libc': (name, platform, reason) =>
    `The native library of "${name}" does not fit the C library of ${platform}. Run "npm install ${name}" on this system, not on another one; where that does not help, use a system with a newer glibc, such as the image node:24-slim. (${reason})`,
  unloadable: (name, platform, reason) =>
    `The native library of "${name}" cannot be loaded on ${platform}. Run "npm install ${name}" again on this system, and install what the reason names. (${reason})`,
};
