import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';

import type { Graph } from './graph.ts';
import { allInputsGraph } from './graphs/all-inputs-graph.ts';
import { imageInputGraph, typedOutputGraph } from './graphs/unusual-graphs.ts';
import { lookUpGraph } from './graphs/look-up-graph.ts';
import { pooledGraph } from './graphs/pooled-graph.ts';
import { lastPlaceGraph } from './graphs/last-place-graph.ts';
import { taskGraph } from './graphs/task-graph.ts';
import { slowGraph } from './graphs/slow-graph.ts';
import { writeGraph } from './write-graph.ts';

/** Runs a graph with int64 inputs of 2 x 3 in ONNX Runtime, and returns its first output. */
async function run(bytes: Uint8Array, feeds: Readonly<Record<string, readonly number[]>>): Promise<Tensor> {
  const session = await InferenceSession.create(bytes);
  const tensors = Object.entries(feeds).map(([name, ids]) => {
    return [name, new Tensor('int64', BigInt64Array.from(ids, BigInt), [2, 3])] as const;
  });
  const results = await session.run(Object.fromEntries(tensors));
  await session.release();
  return results[session.outputNames[0]!] as Tensor;
}

const ids = [0, 1, 2, 3, 4, 5];

test('the lookup graph returns the table cells of each token', async () => {
  const bytes = lookUpGraph({ vocabulary: 6, hidden: 2, valueOf: (token, component) => 10 * token + component });
  const { dims, data } = await run(bytes, { input_ids: ids });
  expect(dims).toEqual([2, 3, 2]);
  expect([...(data as Float32Array)]).toEqual([0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51]);
});

test('the graph with all inputs returns each of them', async () => {
  const feeds = {
    input_ids: ids,
    attention_mask: [1, 1, 1, 1, 0, 0],
    token_type_ids: [0, 1, 1, 0, 0, 0],
    position_ids: [0, 1, 2, 0, 1, 2],
  };
  const { dims, data } = await run(allInputsGraph(), feeds);
  expect(dims).toEqual([2, 3, 4]);
  const columns = Object.values(feeds);
  expect([...(data as Float32Array)]).toEqual(ids.flatMap((_, token) => columns.map((column) => column[token])));
});

test('the pooled graph sums over the tokens that the mask keeps', async () => {
  const bytes = pooledGraph({ vocabulary: 6, columns: 1, valueOf: (token) => token });
  const { dims, data } = await run(bytes, { input_ids: ids, attention_mask: [1, 1, 1, 1, 0, 0] });
  expect(dims).toEqual([2, 1]);
  expect([...(data as Float32Array)]).toEqual([3, 3]);
});

test('the slow graph returns the ids', async () => {
  const { dims, data } = await run(slowGraph({ vocabulary: 6, repeats: 2 }), { input_ids: ids });
  expect(dims).toEqual([2, 3, 512]);
  expect(ids.map((_, token) => (data as Float32Array)[token * 512])).toEqual(ids);
});

test('the typed output graph returns the requested type', async () => {
  expect((await run(typedOutputGraph('int64'), { input_ids: ids })).type).toBe('int64');
  expect((await run(typedOutputGraph('float16'), { input_ids: ids })).type).toBe('float16');
});

test('the image graph declares an input that is not a text', async () => {
  const session = await InferenceSession.create(imageInputGraph());
  expect(session.inputNames).toEqual(['input_ids', 'pixel_values']);
  await session.release();
});

test('ONNX Runtime reads attributes of every kind', async () => {
  const x = { name: 'x', type: 'int64', dims: [2, 3] } as const;
  const graph: Graph = {
    inputs: [x],
    outputs: [{ name: 'y', type: 'float32', dims: [3, 2] }],
    nodes: [
      { op: 'Cast', inputs: ['x'], outputs: ['float'], attributes: { to: 1 } },
      { op: 'LeakyRelu', inputs: ['float'], outputs: ['bent'], attributes: { alpha: { float: 0.5 } } },
      { op: 'Pad', inputs: ['bent', 'none'], outputs: ['padded'], attributes: { mode: 'constant' } },
      { op: 'Transpose', inputs: ['padded'], outputs: ['y'], attributes: { perm: [1, 0] } },
    ],
    initializers: [{ name: 'none', dims: [4], data: BigInt64Array.of(0n, 0n, 0n, 0n) }],
  };
  const { data } = await run(writeGraph(graph), { x: [-2, -1, 0, 1, 2, 300] });
  expect([...(data as Float32Array)]).toEqual([-1, 1, -0.5, 2, 0, 300]);
});

test('the task graph accepts a scalar with the tokens', async () => {
  const session = await InferenceSession.create(taskGraph());
  const results = await session.run({
    input_ids: new Tensor('int64', BigInt64Array.of(7n, 8n), [1, 2]),
    task_id: new Tensor('int64', BigInt64Array.of(4n), []),
  });
  await session.release();
  expect([...(results['text_embeds']!.data as Float32Array)]).toEqual([7, 4, 8, 4]);
});

test('the last-place graph returns the last hidden state of each row plus the row length', async () => {
  const session = await InferenceSession.create(
    lastPlaceGraph({ vocabulary: 6, hidden: 1, valueOf: (token) => 10 * token }),
  );
  const results = await session.run({ input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [2, 3]) });
  await session.release();
  expect(session.outputNames).toEqual(['last_hidden_state', 'pooler_output']);
  expect([...(results['pooler_output']!.data as Float32Array)]).toEqual([23, 53]);
});
