import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';

import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

const dist = (/** @type {string} */ name) =>
  fileURLToPath(new URL(`../../packages/${name}/dist/browser/index.js`, import.meta.url));

test.each(['tokenizer', 'onnx-runtime', 'model-hub', 'embed', 'cross-encoder'])(
  'the browser build of %s imports no module of Node.js',
  async (name) => {
    /** @type {string[]} */
    const builtins = [];
    const build = await rolldown({
      input: dist(name),
      platform: 'browser',
      resolve: { conditionNames: ['browser', 'import', 'default'] },
      treeshake: false,
      external: (id, importer) => {
        // onnxruntime-web imports them only when it runs in Node.js.
        if (isBuiltin(id) && !importer?.includes('onnxruntime-web')) builtins.push(`${id} in ${importer}`);
        return isBuiltin(id);
      },
    });
    const { output } = await build.generate({ format: 'esm' });
    expect(builtins).toEqual([]);
    const code = output.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
    // Reductions are loaded from `data:` URLs, so they must not import anything.
    for (const [, program = ''] of code.matchAll(/data:text\/javascript;base64,([\w+/=]+)/g)) {
      expect(Buffer.from(program, 'base64').toString()).not.toMatch(/^import /m);
    }
  },
);
