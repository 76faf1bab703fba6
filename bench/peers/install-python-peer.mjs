// Installs a contestant from PyPI in its own virtual environment under bench/.cache.
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPythonEnvironment } from '../../scripts/set-up/python-environment.mjs';

const CACHE = fileURLToPath(new URL('../.cache/python', import.meta.url));

/**
 * Installs the requirements of a contestant.
 *
 * @param {string} folder
 * @returns {Promise<string[]>} the command that starts the contestant
 */
export async function installPythonPeer(folder) {
  return [await installPeerEnvironment(folder), join(folder, 'contestant.py')];
}

/**
 * Creates the environment with the packages of the folder's requirements.txt, unless it already exists.
 *
 * @param {string} folder
 * @returns {Promise<string>} path of its Python interpreter
 */
export function installPeerEnvironment(folder) {
  return installPythonEnvironment(join(CACHE, basename(folder)), join(folder, 'requirements.txt'));
}
