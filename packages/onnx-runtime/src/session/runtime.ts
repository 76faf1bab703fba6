// onnxruntime-common's type files do not compile under `skipLibCheck: false`; the members used here are declared here.

/** A tensor as ONNX Runtime accepts and returns it. */
export interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** An open session. `run` returns a promise, but blocks its thread until the model has run. */
export interface RuntimeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Metadata of the outputs, in order; only tensors have a shape. */
  readonly outputMetadata: readonly { readonly shape?: readonly (number | string)[] }[];
  run(feeds: Readonly<Record<string, RuntimeTensor>>): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}

/** Options of {@link Runtime.createSession}. */
export interface RuntimeSessionOptions {
  readonly executionProvider: string;
  readonly intraOpThreads: number;
}

/** A build of ONNX Runtime: `native` is `onnxruntime-node`, `wasm` is `onnxruntime-web` in WebAssembly. */
export type RuntimeName = 'native' | 'wasm';

/** A loaded build of ONNX Runtime. */
export interface Runtime {
  readonly name: RuntimeName;
  /** The execution providers that it supports on this platform. */
  readonly providers: readonly string[];
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => RuntimeTensor;
  createSession(path: string, options: RuntimeSessionOptions): Promise<RuntimeSession>;
  /** Stops its output to the terminal. Failures are still thrown. */
  silence(): void;
}
