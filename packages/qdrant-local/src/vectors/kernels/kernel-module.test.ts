import { expect, test } from 'vitest';

import { compileKernelSource } from '../../../assembly/compile-kernels.mjs';
import { kernelBase64 } from './kernel-bytes.ts';
import { compileKernels, kernelModule, type WebAssemblyApi } from './kernel-module.ts';

test('the committed kernels match their compiled source: run `npm run kernels` in this package after a change', async () => {
  expect(Buffer.from(await compileKernelSource()).toString('base64')).toBe(kernelBase64);
}, 120_000);

test('this platform has the kernels and compiles them once', () => {
  expect(kernelModule()).toBeDefined();
  expect(kernelModule()).toBe(kernelModule());
});

test('a platform without WebAssembly or its SIMD has no kernels', () => {
  expect(compileKernels(undefined)).toBeUndefined();
  const { WebAssembly: api } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
  const withoutSimd = { Module: api.Module, Memory: api.Memory, Instance: api.Instance, validate: () => false };
  expect(compileKernels(withoutSimd)).toBeUndefined();
});
