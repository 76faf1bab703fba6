import { dirname, join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';

import { externalDataGraph, lookUpGraph } from '@x/tiny-onnx';
import { OnnxModel } from '@x/onnx-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { collect, rejectionOf, sequence } from './__tests__/sequences.ts';
import type { Isolation } from './onnx-model-options.ts';

const { open } = modelOpener();
const vocabulary = 50;
const lookUp = lookUpGraph({ vocabulary, hidden: 1, valueOf: (token) => token });

describe.each<Isolation>(['worker', 'process', 'inline'])('WebAssembly in %s isolation', (isolation) => {
  test('runs a model on two threads, reports the runtime and can be disposed of', async () => {
    const model = await open(lookUp, { isolation, runtime: 'wasm', threads: 2 });
    expect(model).toMatchObject({ runtime: 'wasm', executionProvider: 'cpu', outputNames: ['last_hidden_state'] });
    expect(await collect(model.run([sequence(1, 2), sequence(3)]))).toEqual([[1, 2], [3]]);
    await model.dispose();
  });

  test('supports only the cpu provider', async () => {
    const model = open(lookUp, { isolation, runtime: 'wasm', executionProviders: ['cuda'] });
    expect(await rejectionOf(model)).toMatchObject({ code: 'UNSUPPORTED_EXECUTION_PROVIDER', available: ['cpu'] });
  });
});

test('the event loop turns between inline runs of WebAssembly', async () => {
  const model = await open(lookUp, { isolation: 'inline', runtime: 'wasm', batchSize: 1 });
  let turns = 0;
  const count = (): void => {
    turns++;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const sequences = Array.from({ length: 40 }, (_, token) => sequence(token));
  await collect(model.run(sequences));
  clearImmediate(counting);
  expect(turns).toBeGreaterThanOrEqual(sequences.length - 2);
});

describe('external data in WebAssembly', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'x-onnx-wasm-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function write(files: readonly string[]): Promise<string> {
    const external = externalDataGraph({ vocabulary, files, valueOf: (token) => token });
    const path = join(await mkdtemp(join(folder, 'model-')), 'model.onnx');
    await writeFile(path, external.graph);
    for (const [name, bytes] of Object.entries(external.files)) await writeFile(join(dirname(path), name), bytes);
    return path;
  }

  test('is found beside the graph, in several files', async () => {
    const model = await open(await write(['weights.bin', 'more.bin']), { isolation: 'inline', runtime: 'wasm' });
    expect(await collect(model.run([sequence(1, 2, 3)]))).toEqual([[1, 1, 2, 2, 3, 3]]);
  });

  test('is refused outside the folder of the graph, and reported by path when missing', async () => {
    const reduction = { module: 'data:text/javascript,export const createReduction = () => () => []' };
    const outside = OnnxModel.load(await write(['../weights.bin']), {
      reduction,
      isolation: 'inline',
      runtime: 'wasm',
    });
    expect(await rejectionOf(outside)).toMatchObject({
      code: 'INFERENCE',
      reason: 'its external data "../weights.bin" is not in the folder of the graph.',
    });
    const path = await write(['weights.bin']);
    await rm(join(dirname(path), 'weights.bin'));
    const missing = OnnxModel.load(path, { reduction, isolation: 'inline', runtime: 'wasm' });
    expect(await rejectionOf(missing)).toMatchObject({
      code: 'INFERENCE',
      reason: expect.stringContaining('weights.bin'),
    });
  });
});
