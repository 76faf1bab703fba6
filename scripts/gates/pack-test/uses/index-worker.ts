import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// Runs the package's program, as `npx -p @x/index-worker x-index-queue` does.
const manifest = new URL(import.meta.resolve('@x/index-worker/package.json'));
const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as { bin: { 'x-index-queue': string } };
const program = fileURLToPath(new URL(bin['x-index-queue'], manifest));

// No server listens on this port. The error shows that bullmq and ioredis are installed.
const args = [program, 'status', '--queue', 'redis://127.0.0.1:1', '--name', 'articles'];
const { stderr } = await promisify(execFile)(process.execPath, args).catch((error: { stderr: string }) => error);
console.log(stderr.slice(0, 34)); // => The queue "articles" cannot be ope
