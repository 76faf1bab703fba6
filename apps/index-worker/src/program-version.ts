import { packageVersion } from '@x/terminal';

/** Returns the version of this package. */
export function programVersion(): string {
  // Both `src` and `dist` are one folder below the manifest.
  return packageVersion(new URL('../package.json', import.meta.url));
}
