import { kernelBase64 } from './kernel-bytes.ts';

/** The part of the WebAssembly API that this package uses; TypeScript declares it for browsers only. */
export interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  /** Lengths in pages of 64 KiB. */
  readonly Memory: new (descriptor: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  validate(bytes: Uint8Array): boolean;
}

/** The compiled kernels and the API to run them with. */
export interface KernelModule {
  readonly api: WebAssemblyApi;
  readonly module: object;
}

let compiled: { readonly kernels: KernelModule | undefined } | undefined;

/** Returns the kernels, compiled at the first call, or `undefined` when WebAssembly or its SIMD is missing. */
export function kernelModule(): KernelModule | undefined {
  compiled ??= { kernels: compileKernels((globalThis as { WebAssembly?: WebAssemblyApi }).WebAssembly) };
  return compiled.kernels;
}

/** Returns the kernels on a platform whose WebAssembly API, if any, is `api`. */
export function compileKernels(api: WebAssemblyApi | undefined): KernelModule | undefined {
  const bytes = Buffer.from(kernelBase64, 'base64');
  return api?.validate(bytes) === true ? { api, module: new api.Module(bytes) } : undefined;
}
