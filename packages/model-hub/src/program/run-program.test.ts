import { spawnSync } from 'node:child_process';
import { mkdir, readFile, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { writePythonCache } from '../__fixtures__/python-layout.ts';
import { runInTest } from '../__fixtures__/run-in-test.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { withVariables } from '../__fixtures__/with-variables.ts';
import { resolveModel } from '../resolve-model.ts';

const commit = 'c'.repeat(40);
const repositories = { 'org/tiny': tinyRepository };
const bundledName = 'sentence-transformers/all-MiniLM-L6-v2';
const catalogue = [
  { model: 'nick/tiny', kind: 'dense', sources: { hf: 'org/tiny' }, modelFile: 'onnx/model.onnx', dimension: 3 },
  { model: bundledName, kind: 'dense' },
  { model: 'org/reranker', kind: 'crossEncoder' },
];

/** Runs `work` with a hub and an empty cache, both set in the environment. */
async function withHub(work: (cache: string, requests: readonly { url: string }[]) => Promise<void>): Promise<void> {
  await using hub = await startHubServer({ repositories });
  await using folder = await temporaryFolder();
  const cache = join(folder.path, 'hub');
  const variables = { HF_ENDPOINT: hub.url, HF_HUB_CACHE: cache, HF_TOKEN_PATH: join(folder.path, 'none') };
  await withVariables(variables, () => work(cache, hub.requests));
}

describe('the command line', () => {
  it.each([
    [[], 'A command is missing.'],
    [['fetch'], 'There is no command "fetch".'],
    [['download'], '"download" needs the name of a model.'],
    [['where', 'a', 'b'], '"where" needs the name of one model.'],
    [['export', 'a'], '"export" needs the name of one model and a directory.'],
    [['list', 'a'], '"list" takes no names.'],
    [['list', '--color'], '--color'],
  ])('%j exits with 2 and states the error', async (args, words) => {
    const { code, out, err } = await runInTest(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(err).toContain('Usage: x-model-hub');
  });

  it.each(['-h', '--help'])('prints its usage for %s', async (flag) => {
    expect(await runInTest([flag])).toMatchObject({
      code: 0,
      out: expect.stringContaining('export NAME DIR'),
      err: '',
    });
  });

  it('exits with 2 for an invalid model name', async () => {
    expect(await runInTest(['where', '../x'])).toMatchObject({ code: 2, out: '' });
  });

  it('can be run under its installed name, with the same exit codes', async () => {
    const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
    const { stderr, status } = spawnSync(process.execPath, [bin, 'fetch'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('There is no command "fetch".') });
  });

  it('suggests similar names for an unknown name', async () => {
    const { code, err } = await runInTest(['where', 'tiny'], { catalogue });
    expect(code).toBe(1);
    expect(err).toBe('"tiny" is not a known model. Did you mean "nick/tiny"?\n');
  });
});

describe('list', () => {
  it('prints the catalogue as data, with the installed and cached models', async () => {
    await withHub(async () => {
      await runInTest(['download', 'nick/tiny'], { catalogue });
      const { code, out } = await runInTest(['list', '--json'], { catalogue });
      expect(code).toBe(0);
      const { model: name, ...facts } = catalogue[0]!;
      expect(JSON.parse(out)).toEqual([
        { name, repository: 'org/tiny', ...facts, installed: false, cached: true },
        { name: bundledName, kind: 'dense', installed: true, cached: false },
        { name: 'org/reranker', kind: 'crossEncoder', installed: false, cached: false },
      ]);
    });
  });

  it('prints kind, size, license and source of the facts of each model as text', async () => {
    const facts = { sources: {}, license: 'mit', factsFrom: 'org/small: card' };
    const listed = [
      { model: 'org/small', kind: 'crossEncoder', sizeInGB: 0.0714, ...facts },
      { model: 'org/large-one', kind: 'dense', sizeInGB: 1.2, license: 'apache-2.0', sources: {} },
      { model: 'org/silent', kind: 'dense', sources: {} },
    ];
    const { out } = await runInTest(['list'], { catalogue: listed });
    expect(out.split('\n')).toEqual([
      'org/small      crossEncoder  71 MB    mit         org/small: card',
      'org/large-one  dense         1.20 GB  apache-2.0',
      'org/silent     dense',
      '',
    ]);
  });

  it('prints the installed and cached models when there is no catalogue', async () => {
    await withHub(async () => {
      await runInTest(['download', 'org/tiny']);
      const { out } = await runInTest(['list']);
      expect(out).toMatch(/^sentence-transformers\/all-MiniLM-L6-v2 +unknown +installed$/m);
      expect(out).toMatch(/^org\/tiny +unknown +cached$/m);
    });
  });
});

describe('download', () => {
  it('downloads a catalogue model by its name, ignoring upper and lower case, and prints its directory', async () => {
    await withHub(async (cache) => {
      const { code, out, err } = await runInTest(['download', 'NICK/Tiny'], { catalogue });
      expect({ code, out }).toEqual({
        code: 0,
        out: `nick/tiny: ${join(cache, 'models--org--tiny/snapshots', commit)}\n`,
      });
      expect(err).toBe('Downloading nick/tiny (0.3 MB)\n');
    });
  });

  it('accepts any repository and file', async () => {
    await withHub(async (_, requests) => {
      const files = ['--file', 'pytorch_model.bin', '--file', 'README.md'];
      const { code, out } = await runInTest(['download', 'org/tiny', ...files, '--json']);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual([
        expect.objectContaining({ model: 'org/tiny', source: 'hub', revision: commit }),
      ]);
      expect(requests.filter(({ url }) => /README\.md|pytorch/.test(url))).toHaveLength(2);
    });
  });

  it('does not download an installed model', async () => {
    await withHub(async (_, requests) => {
      expect(await runInTest(['download', bundledName])).toMatchObject({ code: 0 });
      expect(requests).toEqual([]);
    });
  });

  it('sends no request offline, and states the remedy', async () => {
    await withHub(async (_, requests) => {
      const { code, out, err } = await runInTest(['download', 'org/tiny', '--offline']);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain('npx @x/model-hub download org/tiny');
      expect(requests).toEqual([]);
    });
  });
});

describe('where', () => {
  it('prints the directory of a cached model, and fails for a missing model', async () => {
    await withHub(async (cache) => {
      expect(await runInTest(['where', 'org/tiny'])).toMatchObject({ code: 1, out: '' });
      await runInTest(['download', 'org/tiny']);
      const directory = join(cache, 'models--org--tiny/snapshots', commit);
      expect(await runInTest(['where', 'org/tiny'])).toEqual({ code: 0, out: `${directory}\n`, err: '' });
      const { out } = await runInTest(['where', 'org/tiny', '--json', '--revision', commit]);
      expect(JSON.parse(out)).toMatchObject({ directory, source: 'cache', revision: commit });
    });
  });
});

describe('verify', () => {
  it('succeeds for a cache that Python’s huggingface_hub wrote', async () => {
    await using cache = await temporaryFolder();
    await writePythonCache(cache.path);
    const { code, out } = await runInTest(['verify', 'org/tiny', '--cache-dir', cache.path, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      {
        name: 'org/tiny',
        source: 'cache',
        directory: join(cache.path, 'models--org--tiny/snapshots', commit),
        files: 4,
        unknown: [],
        problems: [],
      },
    ]);
  });

  it('names the damaged files, exits with 1 and changes nothing', async () => {
    await withHub(async (cache) => {
      await runInTest(['download', 'org/tiny']);
      const path = join(cache, 'models--org--tiny/snapshots', commit, 'tokenizer.json');
      await truncate(path, 3);
      const { code, out } = await runInTest(['verify']);
      expect(code).toBe(1);
      expect(out).toContain(`${bundledName}: intact (`);
      expect(out).toContain('org/tiny: damaged (5 files)');
      expect(out).toContain(`${path}: must have 17 bytes, but has 3`);
      expect(await readFile(path, 'utf8')).toBe('{"v');
    });
  });

  it('fails for a missing model', async () => {
    await withHub(async () => {
      expect(await runInTest(['verify', 'org/other'])).toMatchObject({ code: 1, out: '' });
    });
  });
});

describe('remove', () => {
  it('removes a model from the cache, and removes nothing when one of the names is not cached', async () => {
    await withHub(async (cache) => {
      await runInTest(['download', 'org/tiny']);
      expect(await runInTest(['remove', 'org/tiny', 'org/other'])).toMatchObject({ code: 1, out: '' });
      expect(await readdir(cache)).toEqual(['models--org--tiny']);
      expect(await runInTest(['remove', 'org/tiny'])).toEqual({ code: 0, out: 'org/tiny is removed.\n', err: '' });
      expect(await readdir(cache)).toEqual([]);
    });
  });

  it('does not touch an installed package', async () => {
    await withHub(async () => {
      const { code, err } = await runInTest(['remove', bundledName]);
      expect(code).toBe(1);
      expect(err).toContain('npm uninstall');
    });
  });
});

describe('export', () => {
  it('creates a folder that modelPath accepts and checks', async () => {
    await withHub(async (cache) => {
      const folder = join(cache, '../exported');
      const { code, out } = await runInTest(['export', 'nick/tiny', folder, '--json'], { catalogue });
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ model: 'nick/tiny', directory: folder, revision: commit });
      const options = { modelFile: 'onnx/model.onnx', modelPath: folder };
      const resolved = await resolveModel('nick/tiny', options);
      expect(resolved.manifest?.files.map(({ path }) => path)).toEqual([
        'onnx/model.onnx',
        'tokenizer.json',
        'config.json',
        'tokenizer_config.json',
      ]);
      await truncate(join(folder, 'onnx/model.onnx'), 5);
      await expect(resolveModel('nick/tiny', options)).rejects.toMatchObject({ problem: 'wrong-size' });
    });
  });

  it('copies an installed model with all facts of its manifest', async () => {
    await withHub(async (cache) => {
      const folder = join(cache, '../exported');
      await mkdir(folder, { recursive: true });
      expect(await runInTest(['export', bundledName, folder])).toMatchObject({ code: 0 });
      const { manifest } = await resolveModel(bundledName, { modelFile: 'onnx/model.onnx', modelPath: folder });
      expect(manifest).toMatchObject({ model: bundledName, dimension: 384, normalize: true });
    });
  });

  it.runIf(process.platform === 'linux')('reports that a folder cannot be created', async () => {
    const { code, err } = await runInTest(['export', bundledName, '/proc/x/y']);
    expect(code).toBe(1);
    expect(err).toContain('/proc/x/y: cannot be written (ENOENT');
  });

  it('does not write into a folder that is not empty, and leaves no incomplete folder', async () => {
    await withHub(async (cache) => {
      await runInTest(['download', 'org/tiny']);
      expect(await runInTest(['export', 'org/tiny', cache])).toMatchObject({ code: 1, out: '' });
      expect(await runInTest(['export', 'org/none', join(cache, '../exported')])).toMatchObject({ code: 1, out: '' });
      expect(await readdir(join(cache, '..'))).toEqual(['hub']);
    });
  });
});
