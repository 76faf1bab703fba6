import { basename, join } from 'node:path';

import type { ProgressListener } from '@x/core';

import type { SearchArguments } from '../arguments/search-arguments.ts';
import type { ModelChoice } from '../models/load-models.ts';
import { defaultModel, type SearchModels } from '../models/search-models.ts';
import { IndexLocation } from '../search-index/index-location.ts';
import { type IndexSettings, readSettings } from '../search-index/index-settings.ts';
import { LoadOnce } from '../search-index/load-once.ts';
import { SearchIndex } from '../search-index/search-index.ts';
import { SearchIndexError } from '../search-index/search-index-error.ts';

/** An open index and the models that search it. */
export interface OpenIndex extends AsyncDisposable {
  readonly index: SearchIndex;
  /** Returns the models. The first call loads them, and a call after a failure tries again. */
  readonly models: () => Promise<SearchModels>;
}

/** Options of {@link openIndex}. */
export interface OpenIndexOptions {
  readonly cwd: string;
  /** The environment variables, which contain the API keys of the services. */
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress?: ProgressListener | undefined;
  /** See `SearchIndexParts.isShared`. */
  readonly isShared?: boolean;
}

/**
 * Opens the index that the arguments name, with the models of that index. Creates the index if it does not exist.
 *
 * @throws {SearchIndexError} when there is no index and no folder is given, or the index has another model or language.
 */
export async function openIndex(
  args: SearchArguments,
  { cwd, env, onProgress, isShared = false }: OpenIndexOptions,
): Promise<OpenIndex> {
  const location = args.index === undefined ? await IndexLocation.nearest(cwd) : new IndexLocation(args.index);
  const found = await readSettings(location);
  if (found === undefined && args.paths.length === 0) {
    throw new SearchIndexError(
      `${location.folder} contains no index. Name a folder to index: x-search FOLDER "${args.query ?? 'QUERY'}"`,
    );
  }
  if (found === undefined) await location.requireFree();
  const settings = settingsFor(args, found, { location, cwd });
  const choice = choiceOf(args, settings, { env, onProgress });
  const loaded = new LoadOnce(async () => (await import('../models/load-models.ts')).loadModels(choice));
  const models = (): Promise<SearchModels> => loaded.get();
  const index = new SearchIndex({ location, settings, models, isShared });
  // Loads the models before the settings of a new index are written: a model that fails to load leaves no index behind.
  if (found === undefined) await models();
  return {
    index,
    models,
    [Symbol.asyncDispose]: async () => {
      await index[Symbol.asyncDispose]();
      await loaded.current?.then(
        (all) => all[Symbol.asyncDispose](),
        () => {},
      );
    },
  };
}

function choiceOf(
  { reranker, rerankUrl, offline }: SearchArguments,
  { embedder: { model, url }, language }: IndexSettings,
  { env, onProgress }: Pick<OpenIndexOptions, 'env' | 'onProgress'>,
): ModelChoice {
  const service = url === undefined ? undefined : { url, apiKey: env['EMBED_API_KEY'] };
  const judging = rerankUrl === undefined ? undefined : { url: rerankUrl, apiKey: env['RERANK_API_KEY'] };
  return {
    embedder: { model, service, offline, onProgress },
    language,
    reranker: reranker === undefined ? undefined : { model: reranker, service: judging },
  };
}

function settingsFor(
  { model, embedUrl, language, index }: SearchArguments,
  found: IndexSettings | undefined,
  { location, cwd }: { readonly location: IndexLocation; readonly cwd: string },
): IndexSettings {
  if (found === undefined) {
    const embedder = { model: model ?? defaultModel, ...(embedUrl !== undefined && { url: embedUrl }) };
    return { embedder, language: language ?? 'english', roots: [] };
  }
  const isAbove = location.folder !== join(cwd, basename(location.folder)) && index === undefined;
  const advice = isAbove
    ? 'That index belongs to a parent folder. To create one in this folder: --index .x-search'
    : `Name another folder with --index, or delete ${location.folder} to index again.`;
  if (model !== undefined && model !== found.embedder.model) {
    throw new SearchIndexError(
      `The index ${location.folder} uses the model ${found.embedder.model}, not ${model}. ${advice}`,
    );
  }
  if (language !== undefined && language !== found.language) {
    throw new SearchIndexError(
      `The index ${location.folder} uses the language ${found.language}, not ${language}. ${advice}`,
    );
  }
  // A new URL is allowed, because the service of the same model may have moved.
  return embedUrl === undefined ? found : { ...found, embedder: { ...found.embedder, url: embedUrl } };
}
