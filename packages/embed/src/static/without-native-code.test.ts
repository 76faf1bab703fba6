import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

const fixtures = fileURLToPath(new URL('../__fixtures__', import.meta.url));
const child = fileURLToPath(new URL('../__fixtures__/without-native-code.mjs', import.meta.url));

it.each(['float32', 'unigram'])(
  'StaticTextEmbedding returns the same vectors without native libraries: %s',
  async (name) => {
    const args = [child, `${fixtures}/model2vec/${name}`];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { vector, other } = JSON.parse(stdout) as { vector: number[]; other: unknown };
    const goldens = JSON.parse(await readFile(`${fixtures}/model2vec/vectors.json`, 'utf8')) as {
      texts: string[];
      vectors: Record<string, number[][]>;
    };
    const expected = goldens.vectors[name]![goldens.texts.indexOf('hello world')]!;
    for (const [at, value] of expected.entries()) expect(vector[at]).toBeCloseTo(value, 5);
    // Proves that the native libraries are hidden.
    expect(other).toMatchObject({ code: 'NATIVE_LIBRARY', problem: 'not-installed' });
  },
);
