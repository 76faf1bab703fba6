import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// oxlint-disable-next-line no-restricted-imports -- itself, as built: a worker cannot start from the sources
import { OnnxModel, type OnnxModelOptions } from '@x/onnx-runtime';
import { afterAll, afterEach } from 'vitest';

/** Reductions of `__fixtures__/reductions.mjs`. */
export type ReductionKind =
  | 'values'
  | 'batchShape'
  | 'oneTooFew'
  | 'wrongShape'
  | 'throwsText'
  | 'strayError'
  | 'endsThread';

/** Options of the model, with the reduction by its kind. */
export type OpenOptions = Omit<OnnxModelOptions, 'reduction'> & {
  readonly kind?: ReductionKind;
  readonly cells?: Int32Array;
};

/** Opens models from bytes; they are disposed of after each test, and their files are removed after the last one. */
export function modelOpener(): {
  readonly write: (bytes: Uint8Array) => string;
  readonly open: (bytes: Uint8Array, options?: OpenOptions) => Promise<OnnxModel>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'x-onnx-runtime-'));
  const opened: OnnxModel[] = [];
  let files = 0;
  const write = (bytes: Uint8Array): string => {
    const path = join(folder, `model-${files++}.onnx`);
    writeFileSync(path, bytes);
    return path;
  };
  const open = async (bytes: Uint8Array, { kind = 'values', cells, ...options }: OpenOptions = {}) => {
    const module = new URL('../__fixtures__/reductions.mjs', import.meta.url).href;
    const reduction = { module, options: { kind, cells } };
    const model = await OnnxModel.load(write(bytes), { name: 'tiny', threads: 1, ...options, reduction });
    opened.push(model);
    return model;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((model) => model.dispose()));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return { write, open };
}
