import { readFileSync } from 'node:fs';

/** The version of this package. */
export function programVersion(): string {
  // The program is one folder below its manifest, as source and as it is built.
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
