// `npm run kernels` writes the compiled kernels to the module that the package ships.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileKernelSource } from './compile-kernels.mjs';

const TARGET = fileURLToPath(new URL('../src/vectors/kernels/kernel-bytes.ts', import.meta.url));

const base64 = Buffer.from(await compileKernelSource()).toString('base64');
const lines = base64.match(/.{1,110}/g) ?? [];
await writeFile(
  TARGET,
  `// Written by \`npm run kernels\` from assembly/kernels.ts; a test compares the two.

/** The SIMD kernels as a WebAssembly module, in base64. */
export const kernelBase64: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`,
);
