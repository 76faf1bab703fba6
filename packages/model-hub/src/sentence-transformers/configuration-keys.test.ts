import { readFile } from 'node:fs/promises';
import { ModelFileError } from '@x/core';
import { describe, expect, it } from 'vitest';
import {
  type Configurations,
  exampleConfigurations,
  exampleModules,
  modelDirectory,
} from '../__fixtures__/model-directory.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { type ConfigurationKind, configurationKeys, type KeyFate } from './configuration-keys.ts';
import { type ModelModules, readModelModules } from './read-model-modules.ts';

interface Keys {
  readonly written: readonly string[];
  readonly accepted: readonly string[];
}
// Collected from the releases of sentence-transformers; see `how` in the file.
const fixture = new URL('../__fixtures__/configuration-keys.json', import.meta.url);
const { releases } = JSON.parse(await readFile(fixture, 'utf8')) as {
  releases: Record<string, Record<string, Keys>>;
};
const table = Object.entries(configurationKeys) as [ConfigurationKind, Record<string, KeyFate>][];
const fates = table.flatMap(([kind, keys]) => Object.entries(keys).map(([key, fate]) => ({ kind, key, fate })));

async function read(files: Readonly<Record<string, Uint8Array>>): Promise<ModelModules | undefined> {
  await using folder = await temporaryFolder();
  await folder.write(files);
  return await readModelModules(folder.path, 'SentenceTransformer');
}

/** Returns the example with one key set; in `modules.json`, it is set on the dense layer. */
function withKey(kind: ConfigurationKind, key: string, value: unknown): Record<string, Uint8Array> {
  if (kind === 'modules.json') {
    const changed = exampleModules.map((entry, index) => (index === 2 ? { ...entry, [key]: value } : entry));
    return modelDirectory(exampleConfigurations, changed);
  }
  const configurations: Configurations = {
    ...exampleConfigurations,
    [kind]: { ...exampleConfigurations[kind], [key]: value },
  };
  return modelDirectory(configurations);
}

async function refusalOf(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const error = await read(files).catch((thrown: unknown) => thrown);
  return ModelFileError.isInstance(error) ? error.message : `no refusal: ${JSON.stringify(error)}`;
}

describe.each(Object.entries(releases))('sentence-transformers %s', (_, modules) => {
  const supported = Object.entries(modules).filter(([kind]) => Object.hasOwn(configurationKeys, kind));

  it.each(supported)('writes only keys of %s that are in the table', (kind, { written }) => {
    expect(written.filter((key) => !Object.hasOwn(configurationKeys[kind as ConfigurationKind], key))).toEqual([]);
  });

  it.each(supported)('accepts other keys for %s, each of which is refused by name', async (kind, { accepted }) => {
    const others = accepted.filter((key) => !Object.hasOwn(configurationKeys[kind as ConfigurationKind], key));
    for (const key of others) {
      expect(await refusalOf(withKey(kind as ConfigurationKind, key, null))).toContain(`its key "${key}" is not known`);
    }
  });

  const foreign = Object.keys(modules).filter((kind) => !Object.hasOwn(configurationKeys, kind));
  it.each(foreign)('contains the module %s, and the error that refuses it names it', async (kind) => {
    const type = `sentence_transformers.models.${kind}`;
    const changed = [...exampleModules, { idx: 6, name: '6', path: `6_${kind}`, type }];
    expect(await refusalOf(modelDirectory(exampleConfigurations, changed))).toContain(
      `the module "${kind}" is not supported`,
    );
  });
});

describe('a key', () => {
  const harmless = fates.filter(({ fate }) => fate === 'harmless');
  it.each(harmless)('that is harmless changes nothing: $key of $kind', async ({ kind, key }) => {
    const expected = await read(modelDirectory());
    for (const value of [0.7, true, ['task']]) expect(await read(withKey(kind, key, value))).toEqual(expected);
  });

  const refused = fates.filter(({ fate }) => typeof fate === 'object');
  it.each(refused)(
    'a key with neutral values rejects all others, and the message states the value: $key of $kind',
    async (row) => {
      const { kind, key } = row;
      const { refusedUnless } = row.fate as { readonly refusedUnless: readonly unknown[] };
      const expected = await read(modelDirectory());
      for (const value of refusedUnless) expect(await read(withKey(kind, key, value))).toEqual(expected);
      for (const value of [7, { length: 32 }]) {
        const message = await refusalOf(withKey(kind, key, value));
        expect(message).toContain(`its key "${key}" with the value ${JSON.stringify(value)} is not supported`);
      }
    },
  );

  // An unsupported value and part of the error message for it. Supported values are tested in read-model-modules.test.ts.
  const wrong: Record<string, [value: unknown, message: string]> = {
    'modules.json path': ['../2_Dense', 'the folder "../2_Dense"'],
    'modules.json type': ['custom_st.Dense', 'the module "custom_st.Dense" is not supported'],
    'config_sentence_transformers.json model_type': ['SparseEncoder', 'its model_type is "SparseEncoder"'],
    'config_sentence_transformers.json prompts': [{ query: 7 }, 'its prompt "query" is 7'],
    'config_sentence_transformers.json default_prompt_name': ['none', 'its default_prompt_name "none"'],
    'config_sentence_transformers.json truncate_dim': [0, 'its truncate_dim is 0'],
    'config_sentence_transformers.json activation_fn': ['torch.nn.modules.activation.ReLU', 'its activation_fn'],
    'Transformer transformer_task': ['fill-mask', 'its transformer_task is "fill-mask"'],
    'Transformer modality_config': [{ message: {} }, 'its modality_config {"message":{}}'],
    'Transformer module_output_name': ['hidden', 'its module_output_name is "hidden"'],
    'Pooling embedding_dimension': ['4', 'it states no embedding_dimension'],
    'Pooling pooling_mode': ['max', 'its pooling_mode is ["max"]'],
    'Pooling include_prompt': ['no', 'its include_prompt is "no"'],
    'Dense in_features': [5, 'its in_features is 5'],
    'Dense out_features': [4, '"linear.weight" is [3, 4], but [4, 4] is expected'],
    'Dense bias': [1, 'its bias is 1'],
    'Dense activation_function': [
      'torch.nn.modules.activation.ReLU',
      'its activation_function "torch.nn.modules.activation.ReLU"',
    ],
    'Dense module_output_name': ['scores', 'reads an output that no module before it returns'],
    'Dense use_residual': [1, 'its use_residual is 1'],
    'LayerNorm dimension': [4, 'its dimension is 4'],
  };
  const byTokenizer = ['Transformer max_seq_length', 'Transformer do_lower_case'];
  // Older spellings. The new spelling takes precedence over them.
  const older = /Pooling (word_embedding_dimension|pooling_mode_\w+)$/;

  it.each(fates.filter(({ fate }) => fate === 'obeyed').map(({ kind, key }) => `${kind} ${key}`))(
    'an obeyed key rejects an unsupported value: %s',
    async (name) => {
      if (byTokenizer.includes(name) || older.test(name)) return;
      const [kind, key] = name.split(' ') as [ConfigurationKind, string];
      const [value, message] = wrong[name]!;
      expect(await refusalOf(withKey(kind, key, value))).toContain(message);
    },
  );

  it('that is unknown is refused and named in the error, even when every object inherits it', async () => {
    for (const kind of Object.keys(configurationKeys) as ConfigurationKind[]) {
      for (const key of ['pooling_power', 'constructor']) {
        expect(await refusalOf(withKey(kind, key, true))).toContain(`its key "${key}" is not known`);
      }
    }
  });
});
