import { join } from 'node:path';
import { type HubRequest, startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { runInTest } from '../__fixtures__/run-in-test.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { withVariables } from '../__fixtures__/with-variables.ts';
import { readManifest } from '../manifest.ts';

const repositories = {
  'org/tiny': {
    ...tinyRepository,
    'modules.json': Buffer.from('[]'),
    '1_Pooling/config.json': Buffer.from('{}'),
    'onnx/model_fp16.onnx': new Uint8Array(100).fill(1),
    'onnx/model_fp16.onnx_data': new Uint8Array(100).fill(2),
  },
};

async function withHub(work: (folder: string, requests: readonly HubRequest[]) => Promise<void>): Promise<void> {
  await using hub = await startHubServer({ repositories });
  await using folder = await temporaryFolder();
  const variables = { HF_ENDPOINT: hub.url, HF_HUB_CACHE: join(folder.path, 'hub'), HF_TOKEN_PATH: folder.path };
  await withVariables(variables, () => work(folder.path, hub.requests));
}

const described = ['1_Pooling/config.json', 'config.json', 'modules.json', 'tokenizer.json', 'tokenizer_config.json'];

describe('a model that no catalogue lists', () => {
  it('is downloaded and exported with its external data and all configuration files', () =>
    withHub(async (folder) => {
      const target = join(folder, 'out');
      expect(await runInTest(['export', 'org/tiny', target])).toMatchObject({ code: 0 });
      const manifest = await readManifest(target);
      const weights = ['onnx/model.onnx', 'onnx/model.onnx_data'];
      expect(manifest?.files.map(({ path }) => path).toSorted()).toEqual([...described, ...weights].toSorted());
      expect(await runInTest(['where', 'org/tiny'])).toMatchObject({ code: 0 });
    }));

  it('is downloaded with the external data of the given file only', () =>
    withHub(async (_, requests) => {
      const files = ['--file', 'onnx/model_fp16.onnx', '--file', 'modules.json'];
      expect(await runInTest(['download', 'org/tiny', ...files])).toMatchObject({ code: 0 });
      const fetched = requests.flatMap(({ url }) => /\/resolve\/\w+\/(onnx\/.*)$/.exec(url)?.[1] ?? []);
      expect(fetched).toEqual(['onnx/model_fp16.onnx_data', 'onnx/model_fp16.onnx']);
      expect(await runInTest(['where', 'org/tiny', ...files])).toMatchObject({ code: 0 });
      expect(await runInTest(['where', 'org/tiny'])).toMatchObject({ code: 1 });
    }));
});
