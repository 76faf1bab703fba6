// npm run tarballs [server | index-worker]: packs a program and the packages it needs, to build an image from this repository's sources.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { neededTarballs } from './gates/pack.mjs';
import { setUp } from './set-up/set-up.mjs';
import { ROOT } from './set-up/workspace.mjs';

const FOLDERS = { server: 'apps/server/container/tarballs', 'index-worker': 'apps/index-worker/tarballs' };
const app = process.argv[2] ?? 'server';
if (app !== 'server' && app !== 'index-worker') {
  process.stderr.write(`There is no image of "${app}". Use one of: ${Object.keys(FOLDERS).join(', ')}.\n`);
  process.exit(2);
}
const folder = join(ROOT, FOLDERS[app]);

await setUp();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const tarball of (await neededTarballs([`@x/${app}`])).values()) {
  copyFileSync(tarball, join(folder, basename(tarball)));
}
process.stdout.write(`${folder}\n`);
