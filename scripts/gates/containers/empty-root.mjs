// A folder as the root of a process of its own: Node.js, what its package of Debian needs, and nothing else. Needs no rights, and no Docker.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { run } from '../../set-up/run.mjs';

// A user namespace in which we are root makes the others; the program gets another one, in which it is who the image says and has no rights.
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

/** Whether this system lets us make namespaces, and has the commands. */
export async function isPossible() {
  if (process.platform !== 'linux') return false;
  const attempt =
    'ip link set lo up && unshare --user --map-user=1000 --map-group=1000 true && command -v nsenter chroot ldd';
  return (await run('unshare', [...ISOLATED, 'sh', '-c', attempt], { capture: true })).code === 0;
}

/** Puts Node.js and its libraries into an empty folder. @param {string} root */
export async function fillRoot(root) {
  for (const folder of ['proc', 'tmp', 'usr/local/bin']) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(process.execPath, join(root, 'usr/local/bin/node'));
  const { stdout } = await run('ldd', [process.execPath], { capture: true });
  const libraries = stdout.match(/\/\S+/g) ?? [];
  const libc = libraries.find((library) => library.endsWith('/libc.so.6'));
  // In the same package as libc. Others that a native library may want are in no slim image.
  const all = libc === undefined ? libraries : [...libraries, join(dirname(libc), 'librt.so.1')];
  for (const library of all) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
}

/**
 * Starts an image's command as the first process of a root that nobody can write to, without a network, and waits for its first line.
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
  if (line === undefined) throw new Error(`it did not start:\n${await errors}`);
  const first = Number(readFileSync(`/proc/${outer.pid}/task/${outer.pid}/children`, 'utf8'));
  return {
    /** A second program in the same root and network. @param {readonly string[]} words */
    runBeside: (words) => {
      const into = ['--target', `${outer.pid}`, '--user', '--net', '--mount', '--preserve-credentials'];
      const second = ['env', '-i', `PATH=${PATH}`, 'chroot', root, ...words];
      return run('nsenter', [...into, ...second], { capture: true, timeoutMs: 60_000 });
    },
    /** Most memory that was resident so far, in megabytes. */
    peakMegabytes: () => {
      const status = readFileSync(`/proc/${first}/status`, 'utf8');
      return (Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1e6;
    },
    /** Sends the first process a signal. @param {NodeJS.Signals} signal @returns {Promise<string>} its exit code, and what it wrote to stderr */
    end: async (signal) => {
      process.kill(first, signal);
      const [code] = await ended;
      return `${code} ${await errors}`.trim();
    },
  };
}
