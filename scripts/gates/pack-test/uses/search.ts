import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// Runs the package's program with the models that were installed with it, as `npx @x/search` does.
const manifest = new URL(import.meta.resolve('@x/search/package.json'));
const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as { bin: { 'x-search': string } };
const program = fileURLToPath(new URL(bin['x-search'], manifest));

const folder = await mkdtemp(join(tmpdir(), 'search-'));
await mkdir(join(folder, 'notes'));
await writeFile(join(folder, 'notes/bees.md'), '# Bees\n\nBees make honey from nectar.\n');
await writeFile(join(folder, 'notes/ash.html'), '<h1>Volcanoes</h1><p>They throw ash.</p>');
const args = [program, '--offline', '--json', 'notes', 'how is honey made'];
const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
const { passages } = JSON.parse(stdout) as { passages: { file: string; lines: number[]; headings: string[] }[] };
const [best] = passages;
console.log(passages.length, best?.file.replace('\\', '/'), best?.lines, best?.headings); // => 2 notes/bees.md [ 1, 3 ] [ 'Bees' ]
await rm(folder, { recursive: true });
