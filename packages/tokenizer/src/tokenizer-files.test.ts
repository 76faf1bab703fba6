import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError, ModelFileError } from '@x/core';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Tokenizer } from './tokenizer.ts';

const source = fileURLToPath(new URL('../../../models/all-minilm-l6-v2/tokenizer.json', import.meta.url));
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'x-tokenizer-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function writeTokenizer(changes: Record<string, unknown>): Promise<void> {
  const tokenizer = JSON.parse(await readFile(source, 'utf8')) as Record<string, unknown>;
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify({ ...tokenizer, ...changes }));
}

describe('a model directory', () => {
  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['html', '<!doctype html><title>Sign in</title>'],
    ['invalid', '{"version":'],
    ['invalid', '{"model":{"type":"Unheard"}}'],
  ])('is refused when tokenizer.json is %s, and the error contains the path', async (problem, content) => {
    const path = join(directory, 'tokenizer.json');
    if (content !== undefined) await writeFile(path, content);
    const error = await Tokenizer.load(directory).catch((reason: unknown) => reason);
    expect(ModelFileError.isInstance(error) && { problem: error.problem, path: error.path }).toEqual({ problem, path });
  });

  it('is read when its files start with a byte order mark', async () => {
    await writeFile(join(directory, 'tokenizer.json'), `\uFEFF${await readFile(source, 'utf8')}`);
    await writeFile(join(directory, 'tokenizer_config.json'), '\uFEFF{"model_max_length": 99}');
    const tokenizer = await Tokenizer.load(directory);
    expect(tokenizer.maxLength).toBe(99);
    expect((await tokenizer.encode('hello world')).inputIds).toHaveLength(4);
  });

  it.each([
    ['null', null],
    ['a single step', { type: 'NFC' }],
    ['a sequence', { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'StripAccents' }] }],
    ['a sequence that lower-cases', { type: 'Sequence', normalizers: [{ type: 'Lowercase' }] }],
  ])('do_lower_case lower-cases texts when the normalizer is %s', async (_, normalizer) => {
    await writeTokenizer({ normalizer });
    await writeFile(join(directory, 'tokenizer_config.json'), '{"model_max_length": 99}');
    const cased = await Tokenizer.load(directory);
    const lower = (await cased.encode('hello')).inputIds;
    for (const [flag, ids] of [
      [true, lower],
      [false, (await cased.encode('HELLO')).inputIds],
    ] as const) {
      await writeFile(join(directory, 'sentence_bert_config.json'), JSON.stringify({ do_lower_case: flag }));
      expect((await (await Tokenizer.load(directory)).encode('HELLO')).inputIds).toEqual(ids);
    }
  });

  it('yields unpadded sequences even if tokenizer.json has fixed padding', async () => {
    const padding = {
      strategy: { Fixed: 128 },
      direction: 'Right',
      pad_to_multiple_of: null,
      pad_id: 0,
      pad_type_id: 0,
      pad_token: '[PAD]',
    };
    const truncation = { direction: 'Right', max_length: 128, strategy: 'LongestFirst', stride: 0 };
    await writeTokenizer({ padding, truncation });
    const tokenizer = await Tokenizer.load(directory);
    expect((await tokenizer.encode('hello world')).inputIds).toHaveLength(4);
    expect(tokenizer.maxLength).toBe(128);
  });

  it.each([
    ['left', 'Left', {}],
    ['right', 'Right', {}],
    ['right', 'Left', { truncation_side: 'right' }],
    ['left', 'Right', { truncation_side: 'left' }],
    ['right', undefined, {}],
  ])(
    'is cut at the %s with direction %s in tokenizer.json and %j in tokenizer_config.json',
    async (side, direction, settings) => {
      await writeTokenizer({ truncation: { direction, max_length: 128, strategy: 'LongestFirst', stride: 0 } });
      await writeFile(join(directory, 'tokenizer_config.json'), JSON.stringify(settings));
      expect((await Tokenizer.load(directory)).truncationDirection).toBe(side);
    },
  );

  it('requires the option maxLength if it has no plausible limit', async () => {
    await writeTokenizer({ padding: null, truncation: null });
    await writeFile(join(directory, 'tokenizer_config.json'), '{"model_max_length": 1e30}');
    await expect(Tokenizer.load(directory)).rejects.toSatisfy(InvalidArgumentError.isInstance);
    expect((await Tokenizer.load(directory, { maxLength: 64 })).maxLength).toBe(64);
  });

  it('uses the smaller one of two limits', async () => {
    await writeTokenizer({ padding: null, truncation: null });
    await writeFile(join(directory, 'tokenizer_config.json'), '{"model_max_length": 512, "max_length": 128}');
    expect((await Tokenizer.load(directory)).maxLength).toBe(128);
  });

  it('uses the limit of max_seq_length in sentence_bert_config.json', async () => {
    await writeTokenizer({ padding: null, truncation: null });
    await writeFile(join(directory, 'tokenizer_config.json'), '{"model_max_length": 512}');
    await writeFile(join(directory, 'sentence_bert_config.json'), '{"max_seq_length": 256, "do_lower_case": false}');
    expect((await Tokenizer.load(directory)).maxLength).toBe(256);
  });

  it.each([
    ['sentence_bert_config.json', 'do_lower_case', [1, 0, 'true', []], 'true or false'],
    ['sentence_bert_config.json', 'max_seq_length', ['4', 4.5, 0, -1, [4], true], 'a whole number >= 1'],
    ['tokenizer_config.json', 'truncation_side', ['up', 1, ['left']], '"left" or "right"'],
  ])('is refused when the value of a key in %s is of another kind: %s', async (file, key, values, expected) => {
    await writeTokenizer({});
    const path = join(directory, file);
    for (const value of values) {
      await writeFile(path, JSON.stringify({ [key]: value }));
      const error = await Tokenizer.load(directory).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'MODEL_FILE', path, problem: 'invalid' });
      expect(String(error)).toContain(`its ${key} is ${JSON.stringify(value)}, not ${expected}.`);
    }
  });

  it('reads null as the absence of a key, and a limit of 1e30 as none', async () => {
    await writeTokenizer({ padding: null, truncation: null });
    await writeFile(join(directory, 'tokenizer_config.json'), '{"model_max_length": 99, "truncation_side": null}');
    for (const settings of [
      '{"max_seq_length": null, "do_lower_case": null}',
      `{"max_seq_length": 1${'0'.repeat(30)}}`,
    ]) {
      await writeFile(join(directory, 'sentence_bert_config.json'), settings);
      const { maxLength, truncationDirection } = await Tokenizer.load(directory);
      expect({ maxLength, truncationDirection }).toEqual({ maxLength: 99, truncationDirection: 'right' });
    }
  });

  it.each([
    ['a word', '"512"'],
    ['no whole number', '512.5'],
    ['negative', '-1'],
  ])('ignores a model_max_length that is %s', async (_, value) => {
    await writeTokenizer({ padding: null, truncation: null });
    await writeFile(join(directory, 'tokenizer_config.json'), `{"model_max_length": ${value}, "max_length": 64}`);
    expect((await Tokenizer.load(directory)).maxLength).toBe(64);
  });

  it.each([
    ['{"max_position_embeddings": 512, "model_type": "bert"}', 512],
    ['{"max_position_embeddings": 514, "model_type": "xlm-roberta", "pad_token_id": 1}', 512],
    ['{"max_position_embeddings": 514, "model_type": "roberta"}', 512],
    ['{"max_position_embeddings": 514, "model_type": "camembert", "pad_token_id": 1}', 512],
    ['{"max_position_embeddings": 514, "model_type": "mpnet", "pad_token_id": 0}', 512],
    ['{"max_position_embeddings": 514, "model_type": "data2vec-text", "pad_token_id": 1}', 512],
    ['{"max_position_embeddings": 500, "model_type": "bertlike-roberta"}', 500],
  ])('the configuration %s causes a limit of %i tokens that nothing can raise', async (config, positions) => {
    await writeTokenizer({ padding: null, truncation: null });
    await writeFile(join(directory, 'config.json'), config);
    expect((await Tokenizer.load(directory, { maxLength: positions })).maxLength).toBe(positions);
    for (const stated of [1e30, 514, 8192]) {
      await writeFile(join(directory, 'tokenizer_config.json'), `{"model_max_length": ${stated}}`);
      expect((await Tokenizer.load(directory)).maxLength).toBe(positions);
    }
    await expect(Tokenizer.load(directory, { maxLength: positions + 1 })).rejects.toThrow(
      `maxLength must be a whole number >= 3 and <= ${positions}`,
    );
  });
});
