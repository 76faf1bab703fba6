// A thread that begins a run of a model in process isolation.
import { workerData } from 'node:worker_threads';

import { OnnxModel } from '@x/onnx-runtime';

const { path, gate } = workerData;
const module = new URL('./reductions.mjs', import.meta.url).href;
const model = await OnnxModel.load(path, { reduction: { module, options: { gate } }, isolation: 'process', threads: 1 });
await model.run([{ inputIds: Int32Array.of(3), truncatedTokens: 0 }]).next();
