import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// oxlint-disable-next-line no-restricted-imports -- the package itself as built, because a worker cannot start from the sources
import { OnnxModel, type OnnxModelOptions } from '@x/onnx-runtime';
import { afterAll, afterEach } from 'vitest';

import { RunGate } from './run-gate.ts';

/** Kinds of reductions in `__fixtures__/reductions.mjs`. */
export type ReductionKind =
  | 'values'
  | 'negated'
  | 'batchShape'
  | 'ids'
  | 'oneTooFew'
  | 'wrongShape'
  | 'throwsText'
  | 'strayError'
  | 'crashes'
  | 'startsOnce'
  | 'endsThread';

/** Options of a model, with reductions given by their kinds. */
export type OpenOptions = Omit<OnnxModelOptions, 'reduction' | 'namedReductions'> & {
  readonly kind?: ReductionKind;
  /** Kinds of the named reductions, by name. */
  readonly namedKinds?: Readonly<Record<string, ReductionKind>>;
  readonly gate?: RunGate;
};

/**
 * Returns functions that open models from bytes. The models are disposed of after each test; their files are removed
 * after the last test.
 */
export function modelOpener(): {
  readonly write: (bytes: Uint8Array) => string;
  /** Opens a model from bytes, or from the file at a path. */
  readonly open: (model: Uint8Array | string, options?: OpenOptions) => Promise<OnnxModel>;
  readonly newGate: () => RunGate;
} {
  const folder = mkdtempSync(join(tmpdir(), 'x-onnx-runtime-'));
  const opened: OnnxModel[] = [];
  let files = 0;
  const write = (bytes: Uint8Array): string => {
    const path = join(folder, `model-${files++}.onnx`);
    writeFileSync(path, bytes);
    return path;
  };
  const open = async (
    model: Uint8Array | string,
    { kind = 'values', namedKinds = {}, gate, ...options }: OpenOptions = {},
  ) => {
    const module = new URL('../__fixtures__/reductions.mjs', import.meta.url).href;
    const reduction = { module, options: { kind, gate: gate?.folder } };
    const namedReductions = Object.fromEntries(
      Object.entries(namedKinds).map(([name, namedKind]) => [name, { module, options: { kind: namedKind } }]),
    );
    const path = typeof model === 'string' ? model : write(model);
    const loaded = await OnnxModel.load(path, { name: 'tiny', threads: 1, ...options, reduction, namedReductions });
    opened.push(loaded);
    return loaded;
  };
  const newGate = (): RunGate => new RunGate(join(folder, `gate-${files++}`));
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((model) => model.dispose()));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return { write, open, newGate };
}
