// A process that ends in the way its second argument says, while a model is busy or idle.
import { OnnxModel } from '@x/onnx-runtime';

const [path, scenario] = process.argv.slice(2);
const module = new URL('./reductions.mjs', import.meta.url).href;
const load = (cells, kind = 'batchShape') =>
  OnnxModel.load(path, { reduction: { module, options: { kind, cells } }, batchSize: 1, threads: 1 });
const sequence = { inputIds: new Int32Array(64).fill(3), truncatedTokens: 0 };

/**
 * Resolves in the middle of a run: two micro-batches are in the worker's queue, so the second has begun when the first result
 * is here, and takes long.
 */
async function beMidRun(model) {
  const results = model.run(Array.from({ length: 50 }, () => sequence));
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
    const cells = new Int32Array(new SharedArrayBuffer(12));
    load(cells);
    // The reduction is made right before ONNX Runtime opens the model.
    await reductionMade(cells);
    process.exit(4);
  },
  async dying() {
    const cells = new Int32Array(new SharedArrayBuffer(12));
    Atomics.store(cells, 1, 1);
    // Stands before the listener that waits for the worker, which ends by itself as soon as it is let go.
    process.on('exit', () => {
      Atomics.store(cells, 1, 0);
      Atomics.notify(cells, 1);
    });
    load(cells, 'endsThread');
    await reductionMade(cells);
    process.exit(4);
  },
  async unfinished() {
    // Nobody holds on to the process but the run itself.
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

async function reductionMade(cells) {
  while (Atomics.load(cells, 2) === 0) await new Promise((resolve) => setImmediate(resolve));
}

async function beIdle(model) {
  for await (const result of model.run([sequence])) if (result[0] !== 1) throw new Error('a wrong result');
}

await scenarios[scenario]();
