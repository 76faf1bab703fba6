import { join } from 'node:path';
import { refusal, requireKnownKeys, shorten } from './configuration-keys.ts';
import type { ListedModule } from './module-list.ts';
import { readJson } from './read-json.ts';

/** Specifies how the token vectors of a text are combined into one vector. */
export interface ModulePooling {
  readonly mode: 'cls' | 'mean' | 'lastToken';
  /** Number of components of a token vector. */
  readonly dimension: number;
  /** False when the tokens of a prompt are excluded. */
  readonly includePrompt: boolean;
}

const modes: Readonly<Record<string, ModulePooling['mode']>> = { cls: 'cls', mean: 'mean', lasttoken: 'lastToken' };
// Releases before 5.4 have a flag for each mode.
const flags: Readonly<Record<string, string>> = {
  pooling_mode_cls_token: 'cls',
  pooling_mode_max_tokens: 'max',
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_mean_sqrt_len_tokens: 'mean_sqrt_len_tokens',
  pooling_mode_weightedmean_tokens: 'weightedmean',
  pooling_mode_lasttoken: 'lasttoken',
};

/**
 * Reads the configuration of a pooling module in the format of any version.
 *
 * @throws {ModelFileError} when it specifies an unsupported pooling mode, or several modes.
 */
export async function readPooling(directory: string, { folder }: ListedModule): Promise<ModulePooling> {
  const path = join(directory, folder, 'config.json');
  const content = await readJson(path);
  if (content === undefined) throw refusal(path, 'the file does not exist, and nothing else specifies the pooling');
  const configuration = requireKnownKeys(path, 'Pooling', content);
  const { embedding_dimension: dimension = configuration['word_embedding_dimension'] } = configuration;
  const { include_prompt: includePrompt = true } = configuration;
  const chosen = chosenModes(configuration);
  const mode = chosen.length === 1 ? modes[String(chosen[0])] : undefined;
  if (mode === undefined) {
    const older =
      'only one of pooling_mode_cls_token, pooling_mode_mean_tokens and pooling_mode_lasttoken must be true';
    throw refusal(
      path,
      `its pooling_mode is ${shorten(chosen)}, but cls, mean or lasttoken is expected; in older files, ${older}`,
    );
  }
  if (!Number.isSafeInteger(dimension) || (dimension as number) < 1) {
    throw refusal(path, 'it states no embedding_dimension or word_embedding_dimension');
  }
  if (typeof includePrompt !== 'boolean') {
    throw refusal(path, `its include_prompt is ${shorten(includePrompt)}, not true or false`);
  }
  return { mode, dimension: dimension as number, includePrompt };
}

function chosenModes(configuration: Record<string, unknown>): readonly unknown[] {
  const { pooling_mode: mode } = configuration;
  if (mode !== undefined && mode !== null) return Array.isArray(mode) ? mode : [mode];
  const raised = Object.entries(flags).flatMap(([flag, name]) => (configuration[flag] === true ? [name] : []));
  return raised.length === 0 ? ['mean'] : raised;
}
