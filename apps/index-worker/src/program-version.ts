import { readFileSync } from 'node:fs';

/** Returns the version of this package. */
export function programVersion(): string {
  // Both the source and the built program are one folder below the manifest.
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
