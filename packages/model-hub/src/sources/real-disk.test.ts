import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startHubServer } from '@x/hub-server';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';

// The built program, because it runs in a process with its own mounted disk.
const program = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
/** Commands that run a command in a separate mount namespace: as root, or as a user who is root only in that namespace. */
const ways = [
  ['unshare', '-m'],
  ['unshare', '-r', '-m'],
] as const;
const mayMount = (way: readonly string[]): boolean =>
  spawnSync(way[0]!, [...way.slice(1), 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
const way: readonly string[] | undefined = process.platform === 'linux' ? ways.find(mayMount) : undefined;

/** Runs a shell script with a disk of `size` at $DISK, which contains the cache, and returns its output. */
async function onDisk(size: string, script: string): Promise<string> {
  await using hub = await startHubServer({ repositories: { 'org/tiny': tinyRepository } });
  await using folder = await temporaryFolder();
  const mount = `mount -t tmpfs -o size=${size} none "$DISK" && ${script}`;
  const env = {
    ...process.env,
    DISK: folder.path,
    HF_HUB_CACHE: folder.path,
    HF_ENDPOINT: hub.url,
    HF_TOKEN_PATH: `${folder.path}/none`,
    RUN: `"${process.execPath}" "${program}"`,
  };
  const [command = '', ...parameters] = way!;
  const { stdout } = await promisify(execFile)(command, [...parameters, 'sh', '-c', mount], { env });
  return stdout;
}

// disk-faults.test.ts covers systems on which nothing can be mounted, with injected faults.
describe('a real disk', { timeout: 60_000 }, () => {
  beforeEach(({ skip }) => skip(way === undefined, 'no file system can be mounted here'));

  it('that is full causes an error, keeps no partial file, and works once space is free', async () => {
    const lines = await onDisk(
      '200k',
      `{ eval "$RUN download org/tiny" 2>&1; echo "first: $?";
         find "$DISK" -name '*.incomplete' -o -name '*.lock' -o -name refs;
         mount -o remount,size=2m "$DISK";
         eval "$RUN download org/tiny" 2>&1; echo "second: $?"; eval "$RUN verify org/tiny"; echo "third: $?"; }`,
    );
    expect(lines).toMatch(/ENOSPC.*Free disk space/);
    expect(lines).toContain('first: 1\nDownloading');
    expect(lines).toContain('second: 0');
    expect(lines).toContain('org/tiny: intact');
  });

  it('that is read-only provides its model, and causes an error for a missing model', async () => {
    const lines = await onDisk(
      '2m',
      `{ eval "$RUN download org/tiny"; mount -o remount,ro "$DISK";
         eval "$RUN where org/tiny"; echo "where: $?"; eval "$RUN download org/tiny"; echo "again: $?";
         eval "$RUN download org/tiny --file README.md" 2>&1; echo "more: $?"; }`,
    );
    expect(lines).toContain('where: 0');
    expect(lines).toContain('again: 0');
    expect(lines).toMatch(/EROFS.*cacheDir[^]*more: 1/);
  });
});
