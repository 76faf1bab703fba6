// The addresses of the repository and of the published site, from the manifest of a package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../set-up/workspace.mjs';

const manifest = join(ROOT, 'packages/core/package.json');

/** The repository, such as `https://github.com/x/x`. */
export const REPOSITORY = JSON.parse(readFileSync(manifest, 'utf8')).repository.url.replace(/^git\+|\.git$/g, '');

const [owner = '', name = ''] = REPOSITORY.split('/').slice(-2);

/** The name of the project. */
export const NAME = name;

/** The path of the site on its server, such as `/x/`. */
export const BASE = `/${name}/`;

/** The published site, such as `https://x.github.io/x/`. */
export const SITE_URL = `https://${owner}.github.io${BASE}`;
