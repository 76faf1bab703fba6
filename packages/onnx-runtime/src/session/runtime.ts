// onnxruntime-common's type files do not compile under `skipLibCheck: false`; the members used here are declared here.

/** A tensor as ONNX Runtime takes and gives it. */
export interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** An open session. `run` blocks its thread until the model has run, although it returns a promise. */
export interface RuntimeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Of the outputs in their order; only tensors have a shape. */
  readonly outputMetadata: readonly { readonly shape?: readonly (number | string)[] }[];
  run(feeds: Readonly<Record<string, RuntimeTensor>>): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}

/** What a session is opened with. */
export interface RuntimeSessionOptions {
  readonly executionProvider: string;
  readonly intraOpThreads: number;
}

/** The build of ONNX Runtime that serves: `native` is `onnxruntime-node`, `wasm` is `onnxruntime-web` in WebAssembly. */
export type RuntimeName = 'native' | 'wasm';

/** A build of ONNX Runtime, loaded. */
export interface Runtime {
  readonly name: RuntimeName;
  /** The execution providers that it knows on this platform. */
  readonly providers: readonly string[];
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => RuntimeTensor;
  createSession(path: string, options: RuntimeSessionOptions): Promise<RuntimeSession>;
  /** Keeps it from writing to the terminal. Its failures are thrown all the same. */
  silence(): void;
}
