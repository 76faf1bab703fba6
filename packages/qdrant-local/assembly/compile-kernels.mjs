// Compiles kernels.ts and its imports from AssemblyScript to WebAssembly.
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const SOURCE = fileURLToPath(new URL('kernels.ts', import.meta.url));
const FLAGS = [
  [basename(SOURCE), '--baseDir', dirname(SOURCE), '--outFile', 'kernels.wasm'],
  ['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--runtime', 'stub'],
  ['--importMemory', '--noExportMemory', '--enable', 'simd'],
].flat();

/** @returns {Promise<Uint8Array>} always the same bytes for the same source and compiler */
export async function compileKernelSource() {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(FLAGS, {
    writeFile(_, contents) {
      if (typeof contents !== 'string') binary = contents;
    },
  });
  // oxlint-disable-next-line typescript/no-base-to-string -- it returns the text that was written to it
  if (error !== null || binary === undefined) throw new Error(`kernels.ts does not compile:\n${stderr.toString()}`);
  return binary;
}
