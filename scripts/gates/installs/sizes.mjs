// npm run sizes: prints the size of installations of this repository's packages, before and after pruning, and of other libraries.
import { setUp } from '../../set-up/set-up.mjs';
import { checked } from './check-installs.mjs';
import { prune, sizeOf, withInstallation } from './installs.mjs';

const others = [
  { name: 'the server with two models', own: ['@x/server'] },
  { name: 'fastembed 2.1.0', own: [], others: { fastembed: '2.1.0' } },
  { name: '@huggingface/transformers 4.3.2', own: [], others: { '@huggingface/transformers': '4.3.2' } },
  { name: '@lancedb/lancedb 0.39.0', own: [], others: { '@lancedb/lancedb': '0.39.0' } },
];

await setUp();
process.stdout.write('| installation | packages | MB | MB after pruning |\n| --- | ---: | ---: | ---: |\n');
for (const one of [...checked, ...others]) {
  await withInstallation(one, async (folder) => {
    const { packages, megabytes } = sizeOf(folder);
    if (one.own.length > 0) await prune(folder);
    const pruned = one.own.length > 0 ? sizeOf(folder).megabytes.toFixed(1) : '';
    process.stdout.write(`| ${one.name} | ${packages} | ${megabytes.toFixed(1)} | ${pruned} |\n`);
  });
}
