import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProgressEvent } from '@x/core';
import { describe, expect, it } from 'vitest';
import { manifestOf } from '../__fixtures__/tiny-model.ts';
import { temporaryFolder, type TemporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { resolveModel } from '../resolve-model.ts';

const files = { 'weights.onnx': 'o'.repeat(600_000), 'tokenizer.json': '{}' };
const modelFile = 'onnx/model.onnx';

async function installedModel(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  await folder.write(
    { ...files, 'manifest.json': manifestOf('acme/Bundled', files) },
    'node_modules/@acme/model-bundled',
  );
  return folder;
}

function failingListener(): never {
  throw new RangeError('listener');
}

describe('a bundled model', () => {
  it('is found by its name, ignoring upper and lower case, checked, and loaded from its only .onnx file', async () => {
    await using folder = await installedModel();
    const events: ProgressEvent[] = [];
    const options = { modelFile, searchFrom: [folder.path], onProgress: (event: ProgressEvent) => events.push(event) };
    const resolved = await resolveModel('ACME/bundled', options);
    const directory = join(folder.path, 'node_modules/@acme/model-bundled');
    expect(resolved).toMatchObject({
      model: 'ACME/bundled',
      source: 'bundled',
      directory,
      modelFile: join(directory, 'weights.onnx'),
    });
    expect(resolved.manifest?.model).toBe('acme/Bundled');
    expect(resolved).not.toHaveProperty('revision');
    expect(events[0]).toEqual({
      phase: 'verify',
      subject: 'ACME/bundled',
      completed: 0,
      total: 600_002,
      unit: 'bytes',
    });
    expect(events.at(-1)).toMatchObject({ completed: 600_002, total: 600_002 });
  });

  it('is refused when one byte has changed', async () => {
    await using folder = await installedModel();
    const path = join(folder.path, 'node_modules/@acme/model-bundled/weights.onnx');
    await writeFile(path, `p${'o'.repeat(599_999)}`);
    const attempt = resolveModel('acme/bundled', { modelFile, searchFrom: [folder.path] });
    await expect(attempt).rejects.toMatchObject({ code: 'MODEL_FILE', problem: 'wrong-hash', path });
  });

  it.each([
    [599_999, 'wrong-size'],
    [0, 'empty'],
  ])('is refused when a file has %i bytes', async (size, problem) => {
    await using folder = await installedModel();
    const path = join(folder.path, 'node_modules/@acme/model-bundled/weights.onnx');
    await truncate(path, size);
    const attempt = resolveModel('acme/bundled', { modelFile, searchFrom: [folder.path] });
    await expect(attempt).rejects.toMatchObject({ code: 'MODEL_FILE', problem, path });
  });

  it('must have a tokenizer and exactly one graph without a number format in its name', async () => {
    await using folder = await temporaryFolder();
    const place = 'node_modules/model-two';
    const two = { 'a.onnx': 'a', 'b.onnx': 'b', 'tokenizer.json': '{}' };
    await folder.write({ ...two, 'manifest.json': manifestOf('two', two) }, place);
    const attempt = resolveModel('two', { modelFile, searchFrom: [folder.path] });
    await expect(attempt).rejects.toMatchObject({
      problem: 'invalid',
      path: join(folder.path, place, 'manifest.json'),
    });
  });

  it('returns the graph of the requested number format, and checks only the files that it needs', async () => {
    const graphs = { 'model.onnx': 'plain', 'model_int8.onnx': 'whole numbers', 'model_fp16.onnx': 'half' };
    const all = { ...graphs, 'tokenizer.json': '{}' };
    const reads = { 'model_int8.onnx': ['model.onnx'] };
    await using folder = await temporaryFolder();
    const place = 'node_modules/model-three';
    await folder.write({ ...all, 'manifest.json': manifestOf('acme/three', all, reads) }, place);
    const resolve = async (file: string, exactFile: boolean): Promise<[string, number | undefined]> => {
      const events: ProgressEvent[] = [];
      const onProgress = (event: ProgressEvent): number => events.push(event);
      const options = { modelFile: file, exactFile, searchFrom: [folder.path], onProgress };
      const resolved = await resolveModel('acme/three', options);
      return [resolved.modelFile.slice(join(folder.path, place).length + 1), events.at(-1)?.total];
    };
    expect(await resolve('onnx/model.onnx', false)).toEqual(['model.onnx', 7]);
    expect(await resolve('onnx/model.onnx', true)).toEqual(['model.onnx', 7]);
    expect(await resolve('onnx/model_fp16.onnx', true)).toEqual(['model_fp16.onnx', 6]);
    expect(await resolve('onnx/model_int8.onnx', true)).toEqual(['model_int8.onnx', 20]);
    await writeFile(join(folder.path, place, 'model.onnx'), 'PLAIN');
    await expect(resolve('onnx/model_int8.onnx', true)).rejects.toMatchObject({ problem: 'wrong-hash' });
    expect(await resolve('onnx/model_fp16.onnx', true)).toEqual(['model_fp16.onnx', 6]);
  });

  it('is skipped when it lacks the number format, and its graphs are listed', async () => {
    await using folder = await installedModel();
    const options = {
      modelFile: 'model_q4.onnx',
      exactFile: true,
      searchFrom: [folder.path],
      source: 'bundled',
    } as const;
    await expect(resolveModel('acme/bundled', options)).rejects.toThrow(
      'its package contains weights.onnx, but not model_q4.onnx',
    );
  });

  it('of a known package refuses a number format that the package lacks, without a request to the hub', async () => {
    await using folder = await temporaryFolder();
    const graphs = { 'model.onnx': 'plain', 'model_int8.onnx': 'whole numbers', 'tokenizer.json': '{}' };
    await folder.write({ ...graphs, 'manifest.json': manifestOf('acme/two', graphs) }, 'node_modules/@acme/model-two');
    const place = { searchFrom: [folder.path], cacheDir: folder.path, npmPackage: '@acme/model-two' };
    const fetch = (): never => {
      throw new Error('a request was sent');
    };
    const attempt = resolveModel('acme/two', { ...place, modelFile: 'onnx/model_q4.onnx', exactFile: true, fetch });
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'dtype', value: 'q4' });
    await expect(attempt).rejects.toThrow(
      `dtype must be 'fp32' or 'int8', or omitted, but is "q4". @acme/model-two contains no other weights.`,
    );
  });

  it('that is not installed is rejected, and the message names its package and the download command', async () => {
    await using folder = await temporaryFolder();
    const asked = { modelFile, searchFrom: [folder.path], npmPackage: '@acme/model-three', cacheDir: folder.path };
    const attempt = resolveModel('acme/three', { ...asked, offline: true });
    await expect(attempt).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    await expect(attempt).rejects.toThrow(
      /Run "npm install @acme\/model-three" \(.*\), pass modelPath, or run "npx @x\/model-hub download acme\/three/,
    );
    // With this source, a download would not help.
    await expect(resolveModel('acme/three', { ...asked, source: 'bundled' })).rejects.toThrow(
      /Run "npm install @acme\/model-three" \(.*\), or pass modelPath\.$/,
    );
  });

  it('stops checking with the signal’s reason when the signal aborts', async () => {
    await using folder = await installedModel();
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = ({ completed }: ProgressEvent): void => {
      if (completed > 0) controller.abort(reason);
    };
    const options = { modelFile, searchFrom: [folder.path], signal: controller.signal, onProgress };
    await expect(resolveModel('acme/bundled', options)).rejects.toBe(reason);
  });

  it('passes on an exception of the progress listener', async () => {
    await using folder = await installedModel();
    await expect(
      resolveModel('acme/bundled', { modelFile, searchFrom: [folder.path], onProgress: failingListener }),
    ).rejects.toThrow('listener');
  });
});
