import { InvalidArgumentError } from '@x/core';
import { glibcVersion } from '@x/core/native';

/** A platform that native code is built for. */
export interface Platform {
  /** In the form of `process.platform`. */
  readonly os: string;
  /** In the form of `process.arch`. */
  readonly cpu: string;
  /** The C library on Linux; `undefined` elsewhere. */
  readonly libc: 'gnu' | 'musl' | undefined;
}

const pattern = /^(?:(?:darwin|win32)-(?:x64|arm64)|linux-(?:x64|arm64)(?:-(?:gnu|musl))?)$/;

/**
 * Parses a name such as `linux-x64`, `linux-arm64-musl`, `darwin-arm64` or `win32-x64`. Linux without a C library in the name means
 * glibc.
 *
 * @throws {InvalidArgumentError} for any other name.
 */
export function parsePlatform(name: string): Platform {
  if (!pattern.test(name)) {
    const expected = 'linux, darwin or win32 followed by x64 or arm64, e.g. linux-x64, or linux-x64-musl for Alpine';
    throw new InvalidArgumentError({ parameter: '--platform', value: name, expected });
  }
  const [os = '', cpu = '', libc = 'gnu'] = name.split('-');
  return { os, cpu, libc: os === 'linux' ? (libc as 'gnu' | 'musl') : undefined };
}

/** Returns the platform of this machine. */
export function hostPlatform(): Platform {
  const { platform: os, arch: cpu } = process;
  if (os !== 'linux') return { os, cpu, libc: undefined };
  return { os, cpu, libc: glibcVersion() === undefined ? 'musl' : 'gnu' };
}

/** Returns the name of a platform, e.g. `linux-x64-gnu`. */
export function platformName({ os, cpu, libc }: Platform): string {
  return libc === undefined ? `${os}-${cpu}` : `${os}-${cpu}-${libc}`;
}
