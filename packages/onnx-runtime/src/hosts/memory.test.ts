// Runs in a separate process, so that nothing else uses its memory.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { lookUpGraph } from '@x/tiny-onnx';
import { expect, test } from 'vitest';

import { modelOpener } from '../__tests__/open-models.ts';
import type { Isolation } from '../onnx-model-options.ts';

const child = fileURLToPath(new URL('../__fixtures__/memory-child.mjs', import.meta.url));
const { write } = modelOpener();
const megabytes = 2 ** 20;
// 4 MB of weights make unfreed sessions visible.
const model = write(lookUpGraph({ vocabulary: 1024, hidden: 1024, valueOf: (token) => token }));

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

test.each<Isolation>(['worker', 'process', 'inline'])(
  '50 models in %s isolation, opened and disposed of in turn, leak no memory',
  async (isolation) => {
    const started = fork(child, [JSON.stringify({ model, isolation })], { execArgv: ['--expose-gc'], timeout: 50_000 });
    const [[residentBytes], [code]] = (await Promise.all([once(started, 'message'), once(started, 'close')])) as [
      [number[]],
      [number],
    ];
    expect({ code, cycles: residentBytes.length }).toEqual({ code: 0, cycles: 50 });
    const early = median(residentBytes.slice(5, 17));
    const late = median(residentBytes.slice(-12));
    // The two medians are 33 cycles apart; leaking one session in four would add at least 33 MB.
    expect((late - early) / megabytes).toBeLessThan(32);
  },
);
