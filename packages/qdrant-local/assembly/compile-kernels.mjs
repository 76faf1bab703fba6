// Compiles kernels.ts, which is AssemblyScript, into WebAssembly.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = fileURLToPath(new URL('kernels.ts', import.meta.url));

/** @returns {Promise<Uint8Array>} always the same bytes for the same source and compiler */
export async function compileKernelSource() {
  const options = { optimizeLevel: 3, shrinkLevel: 0, converge: true, noAssert: true, runtime: 'stub' };
  const sources = { 'kernels.ts': await readFile(SOURCE, 'utf8') };
  const { error, binary, stderr } = await asc.compileString(sources, {
    ...options,
    importMemory: true,
    noExportMemory: true,
    enable: ['simd'],
  });
  // oxlint-disable-next-line typescript/no-base-to-string -- it gives what was written into it
  if (error !== null || binary === null) throw new Error(`kernels.ts does not compile:\n${stderr.toString()}`);
  return binary;
}
