// The memory-bandwidth floor: one pass over as many bytes as the vectors have. The C library's memchr searches for a byte that does not
// occur.
import { statSync } from 'node:fs';
import { serveSearch } from './serve-search.mjs';

await serveSearch(async () => {
  /** @type {Map<string, Buffer>} */
  const buffers = new Map();
  return {
    versions: {},
    tasks: {
      query: async (file, count) => {
        // Filled with 1, because the system does not allocate pages that were never written.
        const bytes = buffers.get(file) ?? Buffer.alloc(statSync(file).size, 1);
        buffers.set(file, bytes);
        /** @type {number[]} */
        const latenciesMs = [];
        for (let pass = 0; pass < count; pass++) {
          const start = performance.now();
          if (bytes.includes(2)) throw new Error('The buffer contains a byte that was not written. This is a bug.');
          latenciesMs.push(performance.now() - start);
        }
        return { seconds: latenciesMs.reduce((sum, one) => sum + one, 0) / 1000, items: count, latenciesMs };
      },
    },
  };
});
