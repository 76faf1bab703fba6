// A peer from PyPI, in a virtual environment of its own under bench/.cache.
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPythonEnvironment } from '../../scripts/set-up/python-environment.mjs';

const CACHE = fileURLToPath(new URL('../.cache/python', import.meta.url));

/**
 * @param {string} folder
 * @returns {Promise<string[]>} the command that starts the contestant
 */
export async function installPythonPeer(folder) {
  return [await installPeerEnvironment(folder), join(folder, 'contestant.py')];
}

/**
 * Makes the environment that the folder's requirements.txt names, unless it is there already.
 *
 * @param {string} folder
 * @returns {Promise<string>} its Python
 */
export function installPeerEnvironment(folder) {
  return installPythonEnvironment(join(CACHE, basename(folder)), join(folder, 'requirements.txt'));
}
