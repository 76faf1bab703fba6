import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';

import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

const dist = (/** @type {string} */ name) =>
  fileURLToPath(new URL(`../../packages/${name}/dist/browser/index.js`, import.meta.url));

test.each(['tokenizer', 'onnx-runtime', 'model-hub', 'embed', 'cross-encoder'])(
  'nothing that %s is made of in a browser needs Node.js',
  async (name) => {
    /** @type {string[]} */
    const builtins = [];
    const build = await rolldown({
      input: dist(name),
      platform: 'browser',
      resolve: { conditionNames: ['browser', 'import', 'default'] },
      treeshake: false,
      external: (id, importer) => {
        // ONNX Runtime asks for them where it finds itself in Node.js.
        if (isBuiltin(id) && !importer?.includes('onnxruntime-web')) builtins.push(`${id} in ${importer}`);
        return isBuiltin(id);
      },
    });
    const { output } = await build.generate({ format: 'esm' });
    expect(builtins).toEqual([]);
    const code = output.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
    // Reductions are loaded by their addresses, which must need nothing else.
    for (const [, program = ''] of code.matchAll(/data:text\/javascript;base64,([\w+/=]+)/g)) {
      expect(Buffer.from(program, 'base64').toString()).not.toMatch(/^import /m);
    }
  },
);
