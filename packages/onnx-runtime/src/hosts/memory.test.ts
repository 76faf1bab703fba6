// In a process of its own, whose memory nothing else uses.
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
// 4 MB of weights: sessions that were not freed would show.
const model = write(lookUpGraph({ vocabulary: 1024, hidden: 1024, valueOf: (token) => token }));

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

test.each<Isolation>(['worker', 'process', 'inline'])(
  '50 models in %s isolation, opened and disposed of one after the other, leave no memory behind',
  async (isolation) => {
    const started = fork(child, [JSON.stringify({ model, isolation })], { execArgv: ['--expose-gc'], timeout: 50_000 });
    const [[residentBytes], [code]] = (await Promise.all([once(started, 'message'), once(started, 'close')])) as [
      [number[]],
      [number],
    ];
    expect({ code, cycles: residentBytes.length }).toEqual({ code: 0, cycles: 50 });
    const early = median(residentBytes.slice(5, 17));
    const late = median(residentBytes.slice(-12));
    // 33 cycles lie between the two; one session in four that is kept would be 33 MB and more.
    expect((late - early) / megabytes).toBeLessThan(32);
  },
);
