import { UnsupportedExecutionProviderError } from '@x/core';
import { afterEach, expect, test } from 'vitest';

import { rejectionOf } from '../__tests__/sequences.ts';
import { createSession } from './create-session.ts';
import type { NativeRuntime, NativeSession, NativeSessionOptions } from './native-runtime.ts';

const key = Symbol.for('@x/onnxruntime-node');
const holder = globalThis as { [key]?: NativeRuntime };
afterEach(() => {
  delete holder[key];
});

const session: NativeSession = {
  inputNames: [],
  outputNames: [],
  outputMetadata: [],
  run: async () => ({}),
  release: async () => {},
};

/** Puts a runtime in the place of the native one that knows cuda, webgpu and cpu, and fails as it is told to. */
function pretendRuntime(failures: Readonly<Record<string, unknown>>): NativeSessionOptions[] {
  const tried: NativeSessionOptions[] = [];
  holder[key] = {
    InferenceSession: {
      create: async (_path, options) => {
        tried.push(options);
        const provider = options.executionProviders[0]!;
        if (provider in failures) throw failures[provider];
        return session;
      },
    },
    Tensor: Object as unknown as NativeRuntime['Tensor'],
    listSupportedBackends: () => ['cpu', 'webgpu', 'cuda'].map((name) => ({ name, bundled: name !== 'cuda' })),
    env: {},
  };
  return tried;
}

const noLibrary = new Error('libcudart.so is not there');

test('the first provider that works runs the model', async () => {
  const tried = pretendRuntime({});
  const created = await createSession('m.onnx', { executionProviders: ['cuda', 'cpu'], intraOpThreads: 3 });
  expect(created).toEqual({ session, executionProvider: 'cuda', providerFailures: {} });
  expect(tried).toMatchObject([{ executionProviders: ['cuda'], intraOpNumThreads: 3, interOpNumThreads: 1 }]);
});

test('cuda that does not work falls back to cpu and is reported, as an unknown name is', async () => {
  const tried = pretendRuntime({ cuda: noLibrary });
  const created = await createSession('m.onnx', { executionProviders: ['abacus', 'cuda', 'cpu'], intraOpThreads: 1 });
  expect(created.executionProvider).toBe('cpu');
  expect(created.providerFailures).toEqual({ abacus: 'unknown on this platform', cuda: 'libcudart.so is not there' });
  expect(tried.map(({ executionProviders }) => executionProviders)).toEqual([['cuda'], ['cpu']]);
});

test('cuda alone that does not work is an error that says why and what there is', async () => {
  pretendRuntime({ cuda: noLibrary });
  const error = await rejectionOf(createSession('m.onnx', { executionProviders: ['cuda'], intraOpThreads: 1 }));
  expect(error).toBeInstanceOf(UnsupportedExecutionProviderError);
  expect(error).toMatchObject({
    requested: ['cuda'],
    available: ['cpu', 'webgpu', 'cuda'],
    failures: { cuda: 'libcudart.so is not there' },
    message: expect.stringContaining('Add "cpu"'),
  });
});

test('what fails on the cpu is the model: its own error comes through', async () => {
  const broken = new Error('no such operator');
  pretendRuntime({ cuda: noLibrary, cpu: broken });
  const options = { executionProviders: ['cuda', 'cpu', 'webgpu'], intraOpThreads: 1 };
  expect(await rejectionOf(createSession('m.onnx', options))).toBe(broken);
});
