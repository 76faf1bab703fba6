// Runs a scenario in a process that then ends: the first argument names the scenario, the model is busy or idle.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { OnnxModel } from '@x/onnx-runtime';

const { model: path, scenario, isolation, gate } = JSON.parse(process.argv[2]);
const module = new URL('./reductions.mjs', import.meta.url).href;
const load = (kind = 'batchShape') =>
  OnnxModel.load(path, { reduction: { module, options: { kind, gate } }, isolation, batchSize: 1, threads: 1 });
const sequence = { inputIds: new Int32Array(64).fill(3), truncatedTokens: 0 };

/**
 * Resolves in the middle of a run. The session's queue holds two micro-batches: when the first result arrives, the slow second
 * one has begun.
 */
async function beMidRun(model) {
  // Each sequence is a separate object, because one object given twice would run once.
  const results = model.run(Array.from({ length: 50 }, () => ({ ...sequence })));
  await results.next();
  const rest = results.next();
  rest.catch(() => {});
}

const scenarios = {
  async idle() {
    await beIdle(await load());
  },
  async exit() {
    await beMidRun(await load());
    process.exit(3);
  },
  async uncaught() {
    await beMidRun(await load());
    throw new Error('uncaught on purpose');
  },
  async twoModels() {
    const models = await Promise.all([load(), load()]);
    await Promise.all(models.map(beMidRun));
    process.exit(3);
  },
  async signal() {
    await beMidRun(await load());
    process.send('mid-run');
  },
  async handledSignal() {
    process.on('SIGTERM', () => process.exit(0));
    await beMidRun(await load());
    process.send('mid-run');
  },
  async starting() {
    load();
    process.exit(4);
  },
  async opening() {
    load();
    // The reduction is created right before ONNX Runtime opens the model.
    await reductionMade();
    process.exit(4);
  },
  async dying() {
    const hold = join(gate, 'hold');
    writeFileSync(hold, '');
    // Registered before the listener that waits for a worker: the worker ends by itself as soon as the file is gone.
    process.on('exit', () => rmSync(hold));
    load('endsThread');
    await reductionMade();
    process.exit(4);
  },
  async unfinished() {
    // Only the run keeps the process alive.
    const model = await load();
    model.run([sequence]).next().then(() => process.stdout.write('finished'));
  },
  async cycles() {
    for (let cycle = 0; cycle < 20; cycle++) {
      const model = await load();
      await beIdle(model);
      await model.dispose();
    }
    const guards = process.listeners('exit').filter(({ name }) => name === 'waitForNativeCalls');
    process.stdout.write(`exit guards: ${guards.length}`);
  },
};

async function reductionMade() {
  while (!existsSync(join(gate, 'starts'))) await new Promise((resolve) => setImmediate(resolve));
}

async function beIdle(model) {
  for await (const result of model.run([sequence])) if (result[0] !== 1) throw new Error('a wrong result');
}

await scenarios[scenario]();
