// npm run tarballs: packs @x/server and what it needs into apps/server/container/tarballs, for an image of what is in this repository.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { neededTarballs } from './gates/pack.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';

const folder = join(ROOT, 'apps/server/container/tarballs');

await setUp();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const tarball of (await neededTarballs(['@x/server'])).values()) {
  copyFileSync(tarball, join(folder, basename(tarball)));
}
process.stdout.write(`${folder}\n`);
