import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The vectors of `texts` from an embedder of sentence-transformers. */
export interface ExpectedVectors {
  readonly name: string;
  readonly texts: readonly string[];
  readonly query: string;
  /** Result of `encode`, `[texts][dimension]`. */
  readonly vectors: readonly (readonly number[])[];
  /** Results of `encode_query` and `encode_document`, which exist since version 5. */
  readonly queryVector?: readonly number[];
  readonly passageVectors?: readonly (readonly number[])[];
}

/** The scores of `query` with each of `texts` from a reranker of sentence-transformers. */
export interface ExpectedScores {
  readonly name: string;
  readonly query: string;
  readonly texts: readonly string[];
  readonly scores: readonly number[];
}

/** Small models that sentence-transformers saved, with their results. `__fixtures__/modular-models/make_models.py` created them. */
export interface ModularModels {
  /** Folder of the models. */
  readonly directory: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly embedders: readonly ExpectedVectors[];
  readonly rerankers: readonly ExpectedScores[];
}

const fixtures = fileURLToPath(new URL('../__fixtures__/modular-models/', import.meta.url));
const python = process.env.X_TEST_PYTHON ?? 'python3';
const search = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("sentence_transformers") is None)';

/** Returns whether Python, or the Python in `X_TEST_PYTHON`, has sentence-transformers. */
export function hasSentenceTransformers(): boolean {
  return spawnSync(python, ['-c', search]).status === 0;
}

/** Returns the models in the repository that this version saved. */
export function savedModularModels(version: '3.4.1' | '6.2.0'): Promise<ModularModels> {
  return readModels(join(fixtures, `saved-by-${version}`));
}

/** Saves the same models in `directory` with the installed sentence-transformers, and returns them. */
export async function makeModularModels(directory: string): Promise<ModularModels> {
  await promisify(execFile)(python, [join(fixtures, 'make_models.py'), directory]);
  return readModels(directory);
}

async function readModels(directory: string): Promise<ModularModels> {
  const expected = JSON.parse(await readFile(join(directory, 'expected.json'), 'utf8')) as ModularModels;
  return { ...expected, directory };
}

/** Copies the files of one model to `target`, with the encoder's graph in `onnx/model.onnx`. */
export async function layOutModularModel({ directory }: ModularModels, name: string, target: string): Promise<void> {
  await mkdir(join(target, 'onnx'), { recursive: true });
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    await cp(join(fixtures, 'encoder', file), join(target, file));
  }
  await cp(join(fixtures, 'encoder/model.onnx'), join(target, 'onnx/model.onnx'));
  await cp(join(directory, name), target, { recursive: true });
}
