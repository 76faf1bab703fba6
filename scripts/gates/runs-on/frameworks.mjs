// Frameworks and test runners that the packages are tested with. They are tested on Linux only, because they are slow to install and work the
// same on other systems.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkBeside } from './beside.mjs';
import { request, serveAndAsk } from './serve.mjs';
import { isPossible } from './way.mjs';
import { runNodeStep } from './run-step.mjs';

const platform = 'linux-x64';
const vitest = { vitest: '5.1.2' };

/** @type {readonly import('./way.mjs').Way[]} */
const known = [
  {
    name: 'Next.js',
    packages: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
    platform,
    project: 'next',
    attempt: tryNext,
  },
  {
    name: 'Nitro',
    packages: { nitropack: '2.13.6' },
    platform,
    project: 'nitro',
    attempt: (folder) => tryNitro(folder, ['nitropack/dist/cli/index.mjs', 'build'], '/answer'),
  },
  {
    name: 'Nuxt',
    packages: { nuxt: '4.5.2' },
    platform,
    oldestNode: 22,
    project: 'nuxt',
    attempt: (folder) => tryNitro(folder, ['nuxt/bin/nuxt.mjs', 'build'], '/api/answer'),
  },
  { name: 'Vitest, forks', packages: vitest, platform, project: 'vitest', attempt: runVitest('forks') },
  { name: 'Vitest, threads', packages: vitest, platform, project: 'vitest', attempt: runVitest('threads') },
  { name: 'Jest, ESM', packages: { jest: '30.5.2' }, platform, project: 'jest', attempt: runJest },
];

/** The frameworks and test runners that can be tested on this machine. */
export const frameworks = known.filter(isPossible);

/** Tests the development server, the build, and the standalone output in another folder. @param {string} folder */
async function tryNext(folder) {
  const cli = join(folder, 'node_modules/next/dist/bin/next');
  const inDevelopment = await serveAndAsk([cli, 'dev'], folder, askNext);
  if (inDevelopment.code !== 0) return inDevelopment;
  const built = await runNodeStep(cli, ['build'], folder);
  if (built.code !== 0) return built;
  const started = await serveAndAsk([cli, 'start'], folder, askNext);
  if (started.stdout !== inDevelopment.stdout) return started;
  return elsewhere((place) => {
    cpSync(join(folder, '.next/standalone'), place, { recursive: true, verbatimSymlinks: true });
    return serveAndAsk(['server.js'], place, askNext);
  });
}

/** Requests the route and calls the action, as a form does in a browser without JavaScript. @param {string} base */
async function askNext(base) {
  const said = await (await request(`${base}/answer`)).text();
  const page = await (await request(base)).text();
  const action = /name="(\$ACTION_ID_[^"]+)"/.exec(page)?.[1] ?? 'none';
  const body = new FormData();
  body.append(action, '');
  const { headers } = await request(base, { method: 'POST', body, headers: { origin: base } });
  const acted = new URL(headers.get('location') ?? '/', base).searchParams.get('said');
  return acted === said ? said : `the route answered ${said}, the action answered ${acted}`;
}

/** @param {string} folder @param {readonly [string, ...string[]]} build @param {string} route */
async function tryNitro(folder, [tool, ...args], route) {
  const built = await runNodeStep(join(folder, 'node_modules', tool), args, folder);
  if (built.code !== 0) return built;
  return elsewhere((place) => {
    cpSync(join(folder, '.output'), join(place, '.output'), { recursive: true, verbatimSymlinks: true });
    linkBeside(folder, place);
    return serveAndAsk(['.output/server/index.mjs'], place, async (base) => {
      const answer = await request(base + route);
      return answer.text();
    });
  });
}

/** @param {'forks' | 'threads'} pool @returns {(folder: string) => Promise<import('../../set-up/run.mjs').RunResult>} */
function runVitest(pool) {
  return (folder) => runTests(folder, ['node_modules/vitest/vitest.mjs', 'run', `--pool=${pool}`]);
}

/** @param {string} folder */
function runJest(folder) {
  const args = ['--testMatch=**/*.test.mjs', '--transform={}'];
  return runTests(folder, ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...args]);
}

/** @param {string} folder @param {readonly [string, ...string[]]} args arguments of Node.js */
async function runTests(folder, [first, ...args]) {
  // The file has another name in this repository, so that the repository's own test run does not include it.
  const file = join(folder, 'says.test.mjs');
  cpSync(join(folder, 'says.mjs'), file);
  const result = await runNodeStep(first, args, folder);
  rmSync(file);
  return result.code === 0 ? { ...result, stdout: `${readFileSync(join(folder, 'said.txt'), 'utf8')}\n` } : result;
}

/** Calls `work` with an empty folder, then removes the folder. @template T @param {(place: string) => Promise<T>} work */
async function elsewhere(work) {
  const place = mkdtempSync(join(tmpdir(), 'x-runs-on-out-'));
  try {
    return await work(place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
