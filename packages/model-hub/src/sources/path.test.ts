import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { manifestOf } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model_fp16.onnx';

describe('a model at modelPath', () => {
  it.each(['onnx/model_fp16.onnx', 'model_fp16.onnx', 'model.onnx'])('may have its weights at %s', async (place) => {
    await using folder = await temporaryFolder();
    await folder.write({ 'tokenizer.json': '{}', [place]: 'x' });
    const resolved = await resolveModel('org/any', { modelFile, modelPath: folder.path });
    expect(resolved).toEqual({
      model: 'org/any',
      source: 'path',
      directory: folder.path,
      modelFile: join(folder.path, place),
    });
  });

  it('uses the given path of the weights first', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'tokenizer.json': '{}', 'model.onnx': 'x', [modelFile]: 'y' });
    const resolved = await resolveModel('org/any', { modelFile, modelPath: folder.path });
    expect(resolved.modelFile).toBe(join(folder.path, modelFile));
  });

  it.each([
    [{ [modelFile]: 'x' }, 'missing', 'tokenizer.json'],
    [{ 'tokenizer.json': '', [modelFile]: 'x' }, 'empty', 'tokenizer.json'],
    [{ 'tokenizer.json': '{}' }, 'missing', modelFile],
    [{ 'tokenizer.json': '{}', 'model.onnx': '' }, 'empty', 'model.onnx'],
  ])('needs every file: with %j, the problem is "%s" for %s', async (files, problem, name) => {
    await using folder = await temporaryFolder();
    await folder.write(files);
    const attempt = resolveModel('org/any', { modelFile, modelPath: folder.path });
    await expect(attempt).rejects.toMatchObject({ code: 'MODEL_FILE', problem, path: join(folder.path, name) });
  });

  it('lists all searched paths in the error', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'tokenizer.json': '{}' });
    const attempt = resolveModel('org/any', { modelFile, modelPath: folder.path });
    await expect(attempt).rejects.toThrow('onnx/model_fp16.onnx, model_fp16.onnx, model.onnx');
  });

  it('needs external data beside the weights at any of the paths', async () => {
    await using folder = await temporaryFolder();
    const options = { modelFile, additionalFiles: [`${modelFile}_data`], modelPath: folder.path };
    await folder.write({ 'tokenizer.json': '{}', 'model_fp16.onnx': 'x', [`${modelFile}_data`]: 'elsewhere' });
    const missing = join(folder.path, 'model_fp16.onnx_data');
    await expect(resolveModel('org/any', options)).rejects.toMatchObject({ problem: 'missing', path: missing });
    await folder.write({ 'model_fp16.onnx_data': 'data' });
    await expect(resolveModel('org/any', options)).resolves.toMatchObject({ source: 'path' });
  });

  it.each([
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 600\n'],
    ['a web page', '<!DOCTYPE html><html></html>'],
  ])('is refused by the manifest when its weights are %s', async (_, content) => {
    await using folder = await temporaryFolder();
    const files = { 'model.onnx': 'o'.repeat(600), 'tokenizer.json': '{}' };
    await folder.write({ ...files, 'manifest.json': manifestOf('org/any', files), 'model.onnx': content });
    const attempt = resolveModel('org/any', { modelFile, modelPath: folder.path });
    await expect(attempt).rejects.toMatchObject({ problem: 'wrong-size', path: join(folder.path, 'model.onnx') });
  });

  it('may lack only those files of the manifest that people read', async () => {
    const all = {
      'model.onnx': 'o',
      'tokenizer.json': '{}',
      'config.json': '{"a":1}',
      LICENSE: 'MIT',
      'MODEL_CARD.md': '#',
    };
    for (const [lacking, isFound] of [
      ['LICENSE', true],
      ['MODEL_CARD.md', true],
      ['config.json', false],
    ] as const) {
      await using folder = await temporaryFolder();
      const { [lacking]: _, ...files } = all;
      await folder.write({ ...files, 'manifest.json': manifestOf('org/any', all) });
      const attempt = resolveModel('org/any', { modelFile, modelPath: folder.path });
      if (isFound) await expect(attempt).resolves.toMatchObject({ source: 'path' });
      else await expect(attempt).rejects.toMatchObject({ problem: 'missing', path: join(folder.path, lacking) });
    }
  });

  it('checks a file that people read if it exists', async () => {
    await using folder = await temporaryFolder();
    const files = { 'model.onnx': 'o', 'tokenizer.json': '{}', LICENSE: 'MIT' };
    await folder.write({ ...files, 'manifest.json': manifestOf('org/any', files), LICENSE: 'BSD' });
    const attempt = resolveModel('org/any', { modelFile, modelPath: folder.path });
    await expect(attempt).rejects.toMatchObject({ problem: 'wrong-hash', path: join(folder.path, 'LICENSE') });
  });

  it('returns the manifest for any requested name', async () => {
    await using folder = await temporaryFolder();
    const files = { 'model.onnx': 'o', 'tokenizer.json': '{}' };
    await folder.write({ ...files, 'manifest.json': manifestOf('org/real', files) });
    const resolved = await resolveModel('org/other', { modelFile, modelPath: folder.path });
    expect(resolved.manifest?.model).toBe('org/real');
  });

  it('may have a manifest that starts with a byte order mark', async () => {
    await using folder = await temporaryFolder();
    const files = { 'model.onnx': 'o', 'tokenizer.json': '{}' };
    await folder.write({ ...files, 'manifest.json': `\uFEFF${manifestOf('org/real', files)}` });
    const resolved = await resolveModel('org/other', { modelFile, modelPath: folder.path });
    expect(resolved.manifest?.model).toBe('org/real');
  });

  it('is refused when its manifest is damaged', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'model.onnx': 'o', 'tokenizer.json': '{}', 'manifest.json': '{"model":' });
    const attempt = resolveModel('org/any', { modelFile, modelPath: folder.path });
    await expect(attempt).rejects.toMatchObject({ problem: 'invalid', path: join(folder.path, 'manifest.json') });
  });
});
