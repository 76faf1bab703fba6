import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** A tokenizer in a directory, and the special tokens that hostile texts can spell. */
export interface TokenizerCase {
  readonly directory: string;
  /** Names of the special tokens that texts can spell, without the unknown token. */
  readonly special: readonly string[];
  readonly isPortable?: boolean;
}
interface Files {
  readonly [file: string]: object;
}

const repository = fileURLToPath(new URL('../../../../../', import.meta.url));
export const bert = join(repository, 'models/all-minilm-l6-v2');
export const bertTokens = ['[CLS]', '[SEP]', '[PAD]', '[MASK]'];

function added(id: number, content: string, rules: object = {}): object {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...rules };
}

/** Returns tokenizers of every kind, keyed by a description. Those that no package contains are written to `folder`. */
export async function writeTokenizerCases(folder: string): Promise<ReadonlyMap<string, TokenizerCase>> {
  const cases = new Map<string, TokenizerCase>();
  async function writeCase(name: string, special: readonly string[], files: Files, isPortable = false): Promise<void> {
    const directory = join(folder, name);
    await mkdir(directory);
    for (const [file, content] of Object.entries(files)) await writeFile(join(directory, file), JSON.stringify(content));
    cases.set(name, { directory, special, isPortable });
  }
  const compressed = await readFile(new URL('../../__fixtures__/tiny-tokenizers.json.gz', import.meta.url));
  const { bpe, unigram } = JSON.parse(gunzipSync(compressed).toString()) as Record<
    'bpe' | 'unigram',
    { model: { vocab: Record<string, number>; merges: string[][] } }
  >;
  const bertFile = JSON.parse(await readFile(join(bert, 'tokenizer.json'), 'utf8')) as {
    added_tokens: { content: string }[];
    model: object;
  };

  cases.set('BERT', { directory: bert, special: bertTokens, isPortable: true });
  cases.set('the bundled reranker', {
    directory: join(repository, 'models/bge-small-reranker-en'),
    special: bertTokens,
  });
  const cased = join(repository, 'tooling/tiny-onnx/__fixtures__/modular-models/encoder');
  cases.set('cased BERT', { directory: cased, special: bertTokens });
  const fixed = join(repository, 'packages/embed/src/__fixtures__/model2vec/float32');
  cases.set('a static model', { directory: fixed, special: bertTokens, isPortable: true });
  await writeCase('WordPiece that splits only at spaces and lower-cases added tokens', bertTokens, {
    'tokenizer.json': {
      ...bertFile,
      normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }] },
      pre_tokenizer: { type: 'WhitespaceSplit' },
      added_tokens: bertFile.added_tokens.map((token) => ({ ...token, normalized: true, lstrip: true })),
      model: { ...bertFile.model, max_input_chars_per_word: 1000 },
    },
  });
  await writeCase('WordPiece without added tokens', bertTokens, {
    'tokenizer.json': { ...bertFile, pre_tokenizer: { type: 'WhitespaceSplit' }, normalizer: null, added_tokens: [] },
  });
  const roberta = {
    post_processor: {
      type: 'RobertaProcessing',
      sep: ['</s>', 2],
      cls: ['<s>', 1],
      trim_offsets: true,
      add_prefix_space: false,
    },
  };
  await writeCase(
    'Unigram',
    ['<s>', '</s>', '<mask>', '[DocumentMarker]'],
    {
      'tokenizer.json': {
        ...unigram,
        ...roberta,
        added_tokens: [
          added(0, '<unk>'),
          added(1, '<s>'),
          added(2, '</s>'),
          added(2000, '<mask>', { lstrip: true }),
          added(2001, '[DocumentMarker]', { special: false }),
        ],
      },
      'special_tokens_map.json': { additional_special_tokens: ['[DocumentMarker]'] },
    },
    true,
  );
  await writeCase(
    'Unigram without declared special tokens',
    ['<s>', '</s>'],
    { 'tokenizer.json': unigram },
    true,
  );
  const { vocab, merges } = bpe.model;
  // A vocabulary that was trained on special tokens: `<s>` results from merges and is also a word by itself.
  const trained = { ...vocab, '<s': 1500, '<s>': 1501, '</s>': 1502 };
  const pairs = [...merges, ['<', 's'], ['<s', '>']];
  for (const [name, joined] of [
    ['byte-level BPE', pairs],
    ['byte-level BPE with merges in the older format', pairs.map((pair) => pair.join(' '))],
  ] as const) {
    await writeCase(name, ['<s>', '</s>', '<|endoftext|>', '[SEP]', '<|pad|>'], {
      'tokenizer.json': {
        ...bpe,
        pre_tokenizer: null,
        model: { ...bpe.model, vocab: trained, merges: joined, ignore_merges: true },
        added_tokens: [
          added(1503, '<|endoftext|>'),
          added(1504, '[SEP]', { normalized: true, lstrip: true, rstrip: true }),
          added(1505, '<|pad|>', { special: false }),
          added(1506, '|||EMAIL|||', { special: false }),
        ],
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
          pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
          special_tokens: { '<s>': { id: '<s>', ids: [1501], tokens: ['<s>'] } },
        },
      },
      'tokenizer_config.json': { eos_token: '</s>', pad_token: { content: '<|pad|>' }, add_bos_token: true },
    });
  }
  return cases;
}
