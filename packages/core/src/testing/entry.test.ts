import { fileURLToPath } from 'node:url';

import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

test('the main entry imports no conformance suite and no module of Node.js', async () => {
  const input = fileURLToPath(new URL('../index.ts', import.meta.url));
  await using bundle = await rolldown({ input, external: /^node:/ });
  const { output } = await bundle.generate();
  expect(output[0].moduleIds.length).toBeGreaterThan(10);
  expect(output[0].moduleIds.filter((id) => id.includes('testing'))).toEqual([]);
  expect(output[0].imports).toEqual([]);
});
