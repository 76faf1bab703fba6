// Installs Python packages into a virtual environment.
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isUpToDate, markUpToDate } from './install-stamp.mjs';
import { run } from './run.mjs';

const PIP = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];

/**
 * Creates a virtual environment with the packages of a requirements.txt, unless it is up to date.
 *
 * @param {string} environment folder
 * @param {string} requirements file
 * @returns {Promise<string>} path of its Python interpreter
 */
export async function installPythonEnvironment(environment, requirements) {
  const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (!isUpToDate(environment, requirements)) {
    mkdirSync(dirname(environment), { recursive: true });
    await need(await findPython(), ['-m', 'venv', '--clear', environment]);
    await installCpuTorch(python, requirements);
    await need(python, [...PIP, '--requirement', requirements]);
    markUpToDate(environment, requirements);
  }
  return python;
}

async function findPython() {
  for (const name of ['python3', 'python']) {
    const { code } = await run(name, ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 10))'], {
      capture: true,
    });
    if (code === 0) return name;
  }
  throw new Error('Python 3.10 or newer with the module venv was not found: install it.');
}

/**
 * Installs PyTorch without CUDA on Linux, from PyTorch's own index. PyPI has it only with CUDA's libraries, which take 5 GB. When the index
 * is not reachable, the large package from PyPI is installed later and does the same work on the CPU.
 *
 * @param {string} python
 * @param {string} requirements
 */
async function installCpuTorch(python, requirements) {
  const torch = /^torch==.+$/m.exec(readFileSync(requirements, 'utf8'))?.[0];
  if (torch === undefined || process.platform !== 'linux') return;
  const index = ['--index-url', 'https://download.pytorch.org/whl/cpu', '--retries', '0', '--timeout', '15'];
  await run(python, [...PIP, ...index, torch], { capture: true });
}

/**
 * Runs a program and throws when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 */
async function need(program, args) {
  const { code, output } = await run(program, args, { capture: true });
  if (code !== 0) throw new Error(`${basename(program)} ${args[1]} failed: ${output.trim().split('\n').at(-1)}`);
}
