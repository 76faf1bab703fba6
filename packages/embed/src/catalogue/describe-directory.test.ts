import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InvalidArgumentError, ModelFileError } from '@x/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { describeDirectory } from './describe-directory.ts';

const modulesOf = (...kinds: string[]) =>
  kinds.map((kind, idx) => ({
    idx,
    name: `${idx}`,
    path: `${idx}_${kind}`,
    type: `sentence_transformers.models.${kind}`,
  }));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'x-embed-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function write(modules: unknown, pooling: unknown): Promise<void> {
  await mkdir(join(directory, '1_Pooling'));
  await writeFile(join(directory, 'modules.json'), JSON.stringify(modules));
  await writeFile(join(directory, '1_Pooling', 'config.json'), JSON.stringify(pooling));
}

describe('a directory in the layout of sentence-transformers', () => {
  it.each([
    ['pooling_mode_cls_token', 'cls'],
    ['pooling_mode_mean_tokens', 'mean'],
    ['pooling_mode_lasttoken', 'lastToken'],
  ])('%s means the pooling %s', async (mode, pooling) => {
    const config = {
      word_embedding_dimension: 8,
      pooling_mode_cls_token: false,
      pooling_mode_max_tokens: false,
      [mode]: true,
    };
    await write(modulesOf('Transformer', 'Pooling'), config);
    expect(await describeDirectory(directory)).toEqual({ dimension: 8, pooling, normalize: false });
  });

  it('yields unit vectors if it has a Normalize module', async () => {
    await write(modulesOf('Transformer', 'Pooling', 'Normalize'), {
      word_embedding_dimension: 8,
      pooling_mode_mean_tokens: true,
    });
    expect(await describeDirectory(directory)).toEqual({ dimension: 8, pooling: 'mean', normalize: true });
  });

  it.each([
    [
      { query: 'query: ', document: 'text: ', passage: 'passage: ' },
      { query: 'query: ', passage: 'text: ' },
    ],
    [
      { query: 'query: ', passage: 'passage: ', corpus: 'corpus: ' },
      { query: 'query: ', passage: '' },
    ],
    [{ passage: 'passage: ' }, undefined],
  ])('with the prompts %j has the prefixes %j', async (prompts, prefixes) => {
    await write(modulesOf('Transformer', 'Pooling'), { word_embedding_dimension: 8, pooling_mode_cls_token: true });
    await writeFile(join(directory, 'config_sentence_transformers.json'), JSON.stringify({ prompts }));
    expect((await describeDirectory(directory)).prefixes).toEqual(prefixes);
  });

  it.each([
    ['an LSTM', modulesOf('Transformer', 'Pooling', 'LSTM'), {}, /"LSTM" is not supported/],
    ['no pooling', modulesOf('Transformer'), {}, /names no pooling module/],
    [
      'max pooling',
      modulesOf('Transformer', 'Pooling'),
      { pooling_mode_max_tokens: true },
      /only one of .* must be true/,
    ],
    [
      'two poolings',
      modulesOf('Transformer', 'Pooling'),
      { pooling_mode_mean_tokens: true, pooling_mode_cls_token: true },
      /only one of .* must be true/,
    ],
    [
      'no dimension',
      modulesOf('Transformer', 'Pooling'),
      { pooling_mode_mean_tokens: true },
      /word_embedding_dimension/,
    ],
  ])('is rejected if it has %s, and the message states the reason', async (_, modules, pooling, message) => {
    await write(modules, pooling);
    const error = await describeDirectory(directory).catch((reason: unknown) => reason);
    expect(ModelFileError.isInstance(error) && error.message).toMatch(message);
  });

  it('is read when its files start with a byte order mark', async () => {
    await write([], {});
    const modules = JSON.stringify(modulesOf('Transformer', 'Pooling'));
    await writeFile(join(directory, 'modules.json'), `\uFEFF${modules}`);
    const pooling = '{"word_embedding_dimension": 8, "pooling_mode_cls_token": true}';
    await writeFile(join(directory, '1_Pooling', 'config.json'), `\uFEFF${pooling}`);
    expect(await describeDirectory(directory)).toMatchObject({ dimension: 8, pooling: 'cls' });
  });

  it('is rejected if it has no modules.json, and the message recommends addCustomModel', async () => {
    const error = await describeDirectory(directory).catch((reason: unknown) => reason);
    expect(InvalidArgumentError.isInstance(error) && error.message).toMatch(/addCustomModel/);
  });

  it('is rejected if its modules.json is broken', async () => {
    await writeFile(join(directory, 'modules.json'), '[{');
    await expect(describeDirectory(directory)).rejects.toSatisfy(ModelFileError.isInstance);
  });
});
