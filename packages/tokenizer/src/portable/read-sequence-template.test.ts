import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

import { beforeAll, expect, it } from 'vitest';

import { createNativeTokenizer } from '../native-tokenizer.ts';
import { probeSequenceTemplate } from '../sequence-template.ts';
import { readSequenceTemplate } from './read-sequence-template.ts';

const bert = { sep: ['[SEP]', 102], cls: ['[CLS]', 101] };
const roberta = { ...bert, trim_offsets: true, add_prefix_space: false };
const special = (id: string, typeId = 0): unknown => ({ SpecialToken: { id, type_id: typeId } });
const sequence = (id: string, typeId = 0): unknown => ({ Sequence: { id, type_id: typeId } });
const template = {
  type: 'TemplateProcessing',
  single: [special('[CLS]'), special('two'), sequence('A'), special('[SEP]')],
  pair: [sequence('A', 1), special('two', 1), special('[SEP]'), sequence('B', 2)],
  special_tokens: {
    '[CLS]': { id: '[CLS]', ids: [101], tokens: ['[CLS]'] },
    '[SEP]': { id: '[SEP]', ids: [102], tokens: ['[SEP]'] },
    two: { id: 'two', ids: [103, 100], tokens: ['[MASK]', '[UNK]'] },
  },
};
const byteLevel = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true };
let wordPiece: object;
let bpe: object;

beforeAll(async () => {
  const model = new URL('../../../../models/all-minilm-l6-v2/tokenizer.json', import.meta.url);
  wordPiece = JSON.parse(await readFile(model, 'utf8')) as object;
  const tiny = await readFile(new URL('../__fixtures__/tiny-tokenizers.json.gz', import.meta.url));
  ({ bpe } = JSON.parse(gunzipSync(tiny).toString()) as { bpe: object });
});

it.each<[string, unknown]>([
  ['the bundled models', undefined],
  ['BERT', { type: 'BertProcessing', ...bert }],
  ['RoBERTa', { type: 'RobertaProcessing', ...roberta }],
  ['a template', template],
  ['a sequence in which one part adds tokens', { type: 'Sequence', processors: [byteLevel, template] }],
  ['a file without one', null],
])('reads the same template as the native library from the post-processor of %s', async (_, processor) => {
  const file = processor === undefined ? wordPiece : { ...wordPiece, post_processor: processor };
  const native = createNativeTokenizer(JSON.stringify(file));
  const { post_processor: own } = file as { post_processor?: unknown };
  expect(readSequenceTemplate(own)).toEqual(await probeSequenceTemplate(native));
});

it('reads an empty template from the post-processor of byte-level BPE', async () => {
  const native = createNativeTokenizer(JSON.stringify({ ...bpe, post_processor: byteLevel }));
  expect(readSequenceTemplate(byteLevel)).toEqual(await probeSequenceTemplate(native));
});

it('refuses an unsupported post-processor and names it', () => {
  expect(() => readSequenceTemplate({ type: 'New' })).toThrow('unsupported type New');
  const pair = [sequence('B'), sequence('A')];
  expect(() => readSequenceTemplate({ ...template, pair })).toThrow('orders the texts B, A');
  const processors = [template, { type: 'BertProcessing', ...bert }];
  expect(() => readSequenceTemplate({ type: 'Sequence', processors })).toThrow('several parts');
});
