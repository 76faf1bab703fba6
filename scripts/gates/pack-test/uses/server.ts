import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serve } from '@x/server';

// Runs the package's program with the models that were installed with it, as `npx @x/server` does.
const manifest = fileURLToPath(import.meta.resolve('@x/server/package.json'));
const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { 'x-server': string } };
const program = fileURLToPath(new URL(bin['x-server'], import.meta.resolve('@x/server/package.json')));
const server = spawn(process.execPath, [program, '--port', '0', '--offline', '--json']);
const { value } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
const { url } = JSON.parse(String(value)) as { url: string };
const ask = async (path: string, body: object) =>
  (
    await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json();

const embedded = (await ask('/v1/embeddings', { model: 'all-MiniLM-L6-v2', input: 'hello world' })) as {
  data: { embedding: number[] }[];
  usage: object;
};
console.log(embedded.data[0]?.embedding.length, embedded.usage); // => 384 { prompt_tokens: 4, total_tokens: 4 }
const documents = ['Volcanoes throw ash.', 'Bees make honey from nectar.'];
const ranked = (await ask('/v1/rerank', { query: 'how is honey made', documents })) as { results: { index: number }[] };
console.log(ranked.results.map(({ index }) => index)); // => [ 1, 0 ]
const page = await fetch(`${url}/docs`);
console.log(page.status, (await page.text()).includes('<script type="module">')); // => 200 true
server.kill('SIGTERM');
if (process.platform !== 'win32') await once(server, 'exit');

await using library = await serve({ port: 0, models: {} });
console.log((await fetch(`${library.url}/health`)).status); // => 200
