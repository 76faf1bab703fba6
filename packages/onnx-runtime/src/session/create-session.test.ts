import { UnsupportedExecutionProviderError } from '@x/core';
import { expect, test } from 'vitest';

import { rejectionOf } from '../__tests__/sequences.ts';
import { createSession } from './create-session.ts';
import type { Runtime, RuntimeSession, RuntimeSessionOptions } from './runtime.ts';

const session: RuntimeSession = {
  inputNames: [],
  outputNames: [],
  outputMetadata: [],
  run: async () => ({}),
  release: async () => {},
};

/** A runtime with the providers cuda, webgpu and cpu, where the given providers fail. */
function pretendRuntime(failures: Readonly<Record<string, unknown>>): {
  readonly runtime: Runtime;
  readonly tried: RuntimeSessionOptions[];
} {
  const tried: RuntimeSessionOptions[] = [];
  const runtime: Runtime = {
    name: 'native',
    providers: ['cpu', 'webgpu', 'cuda'],
    Tensor: Object as unknown as Runtime['Tensor'],
    createSession: async (_path, options) => {
      tried.push(options);
      if (options.executionProvider in failures) throw failures[options.executionProvider];
      return session;
    },
    silence: () => {},
  };
  return { runtime, tried };
}

const noLibrary = new Error('libcudart.so is not there');

test('the first provider that works runs the model', async () => {
  const { runtime, tried } = pretendRuntime({});
  const created = await createSession(runtime, 'm.onnx', { executionProviders: ['cuda', 'cpu'], intraOpThreads: 3 });
  expect(created).toEqual({ session, executionProvider: 'cuda', providerFailures: {} });
  expect(tried).toEqual([{ executionProvider: 'cuda', intraOpThreads: 3 }]);
});

test('a failing cuda falls back to cpu, and failures and unknown names are reported', async () => {
  const { runtime, tried } = pretendRuntime({ cuda: noLibrary });
  const created = await createSession(runtime, 'm.onnx', {
    executionProviders: ['abacus', 'cuda', 'cpu'],
    intraOpThreads: 1,
  });
  expect(created.executionProvider).toBe('cpu');
  expect(created.providerFailures).toEqual({ abacus: 'unknown on this platform', cuda: 'libcudart.so is not there' });
  expect(tried.map(({ executionProvider }) => executionProvider)).toEqual(['cuda', 'cpu']);
});

test('a failing cuda without a fallback is an error with the reason and the available providers', async () => {
  const { runtime } = pretendRuntime({ cuda: noLibrary });
  const error = await rejectionOf(
    createSession(runtime, 'm.onnx', { executionProviders: ['cuda'], intraOpThreads: 1 }),
  );
  expect(error).toBeInstanceOf(UnsupportedExecutionProviderError);
  expect(error).toMatchObject({
    requested: ['cuda'],
    available: ['cpu', 'webgpu', 'cuda'],
    failures: { cuda: 'libcudart.so is not there' },
    message: expect.stringContaining('Add "cpu"'),
  });
});

test("an error on the cpu is the model's, and is thrown unchanged", async () => {
  const broken = new Error('no such operator');
  const { runtime } = pretendRuntime({ cuda: noLibrary, cpu: broken });
  const options = { executionProviders: ['cuda', 'cpu', 'webgpu'], intraOpThreads: 1 };
  expect(await rejectionOf(createSession(runtime, 'm.onnx', options))).toBe(broken);
});

test('an error of a missing WebAssembly file says which file to copy', async () => {
  const missing = new Error('no available backend found. ERR: [wasm] RuntimeError: Aborted(both async and sync fetching of the wasm failed).'); // prettier-ignore
  const { runtime } = pretendRuntime({ cpu: missing });
  const error = await rejectionOf(createSession(runtime, 'm.onnx', { executionProviders: ['cpu'], intraOpThreads: 1 }));
  expect(error).toMatchObject({
    cause: missing,
    message: expect.stringMatching(/wasm failed\)\. The page must serve the file .*ort-wasm-simd-threaded\.wasm/),
  });
});
