// Tests without Docker what the server's Dockerfile builds: runs its installation script, and its last stage in an empty root.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../set-up/run.mjs';
import { ROOT } from '../../set-up/workspace.mjs';
import { sizeOf } from '../installs/installs.mjs';
import { neededTarballs, NPM_CACHE } from '../pack.mjs';
import { fillRoot, start } from './empty-root.mjs';

const KEY_FILE = '/run/secrets/server-key';
const EXPECTED = '{"numbers":384,"best":1,"withoutKey":401,"writing":"EROFS","connecting":"ENETUNREACH"}';

/**
 * Installs, starts, calls and stops the server as a container of the image would.
 *
 * @param {import('./image.mjs').Image} image
 * @param {readonly string[]} args arguments that Compose passes to the entry point
 * @returns {Promise<{ problems: string[], note: string }>}
 */
export async function tryImage(image, args) {
  const root = mkdtempSync(join(tmpdir(), 'x-root-'));
  try {
    await fillRoot(root);
    await install(join(root, image.folder));
    mkdirSync(join(root, dirname(KEY_FILE)), { recursive: true });
    writeFileSync(join(root, KEY_FILE), 'a key\n');
    copyFileSync(join(import.meta.dirname, 'questions.mjs'), join(root, 'questions.mjs'));
    const { megabytes } = sizeOf(join(root, image.folder));
    const { problems, peak } = await ask(root, { ...image, command: [...image.entrypoint, ...args] });
    return { problems, note: `${megabytes.toFixed(0)} MB installed, ${peak.toFixed(0)} MB peak memory` };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function install(folder) {
  const script = join(ROOT, 'apps/server/container/install.sh');
  const settings = [`npm_config_cache=${NPM_CACHE}`, 'npm_config_prefer_offline=true'];
  const tarballs = (await neededTarballs(['@x/server'])).values();
  const { code, output } = await run('env', [...settings, 'sh', script, folder, ...tarballs], { capture: true });
  if (code !== 0) throw new Error(`install.sh failed:\n${output}`);
}

/** @param {string} root @param {import('./image.mjs').Image} image */
async function ask(root, image) {
  const server = await start(root, image);
  const health = await server.runBeside(image.health);
  const { output } = await server.runBeside(['node', '/questions.mjs', 'a key']);
  const peak = server.peakMegabytes();
  const end = await server.end('SIGTERM');
  const problems = [
    ...(health.code === 0 ? [] : [`the health check exited with code ${health.code}:\n${health.output}`]),
    ...(output === EXPECTED ? [] : [`in an empty root, the answers were\n${output}\ninstead of\n${EXPECTED}`]),
    ...(end === '0' ? [] : [`after SIGTERM, the server exited with code ${end} instead of 0`]),
  ];
  return { problems, peak };
}
