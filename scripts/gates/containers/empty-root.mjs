// Runs a process whose root folder contains only Node.js and its libraries. Needs neither special rights nor Docker.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { run } from '../../set-up/run.mjs';

// In the first user namespace this process is root, to create the other namespaces. The program then gets a second user namespace with the
// user of the image, without rights.
const ISOLATED = ['--user', '--map-root-user', '--mount', '--net', '--pid', '--fork', '--kill-child'];
const START = `
root=$1 folder=$2 user=$3 group=$4
shift 4
ip link set lo up
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -o remount,bind,ro "$root"
exec unshare --user --map-user="$user" --map-group="$group" --root="$root" --wd="$folder" "$@"`;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Returns whether this system has the required commands and lets this user create namespaces. */
export async function isPossible() {
  if (process.platform !== 'linux') return false;
  const attempt =
    'ip link set lo up && unshare --user --map-user=1000 --map-group=1000 true && command -v nsenter chroot ldd';
  return (await run('unshare', [...ISOLATED, 'sh', '-c', attempt], { capture: true })).code === 0;
}

/** Copies Node.js and its libraries into an empty folder. @param {string} root */
export async function fillRoot(root) {
  for (const folder of ['proc', 'tmp', 'usr/local/bin']) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(process.execPath, join(root, 'usr/local/bin/node'));
  const { stdout } = await run('ldd', [process.execPath], { capture: true });
  const libraries = stdout.match(/\/\S+/g) ?? [];
  const libc = libraries.find((library) => library.endsWith('/libc.so.6'));
  // librt belongs to the same Debian package as libc. Slim images contain no other libraries that native code could need.
  const all = libc === undefined ? libraries : [...libraries, join(dirname(libc), 'librt.so.1')];
  for (const library of all) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
}

/**
 * Starts an image's command as the first process in a read-only root without a network, and waits for its first line of output.
 *
 * @param {string} root
 * @param {Pick<import('./image.mjs').Image, 'folder' | 'user' | 'environment' | 'command'>} image
 */
export async function start(root, { folder, user, environment, command }) {
  const [id = '', group = id] = user.split(':');
  const env = { PATH, HOME: '/nonexistent', ...environment };
  const args = [...ISOLATED, 'sh', '-ec', START, 'sh', root, folder, id, group, ...command];
  const outer = spawn('unshare', args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  const ended = once(outer, 'close');
  const errors = text(outer.stderr);
  const { value: line } = await createInterface({ input: outer.stdout })[Symbol.asyncIterator]().next();
  if (line === undefined) throw new Error(`the command of the image ended before it printed a line:\n${await errors}`);
  const first = Number(readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8'));
  return {
    /** Runs a second program in the same root and network. @param {readonly string[]} words */
    runBeside: (words) => {
      const into = ['--target', `${outer.pid}`, '--user', '--net', '--mount', '--preserve-credentials'];
      const second = ['env', '-i', `PATH=${PATH}`, 'chroot', root, ...words];
      return run('nsenter', [...into, ...second], { capture: true, timeoutMs: 60_000 });
    },
    /** Returns the peak resident memory so far, in megabytes. */
    peakMegabytes: () => {
      const status = readFileSync(`/proc/${first}/status`, 'utf8');
      return (Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1e6;
    },
    /** Sends a signal to the first process. @param {NodeJS.Signals} signal @returns {Promise<string>} its exit code and its stderr */
    end: async (signal) => {
      process.kill(first, signal);
      const [code] = await ended;
      return `${code} ${await errors}`.trim();
    },
  };
}
