import type { ModelRequest } from './model-request.ts';

/** Configuration that is used where a repository has it, and not missed where it does not. */
export const optionalFiles: readonly string[] = ['config.json', 'tokenizer_config.json', 'special_tokens_map.json'];

/** The files without which the model cannot run, relative to its directory. */
export function requiredFiles({ modelFile, additionalFiles }: ModelRequest): readonly string[] {
  return [...new Set([modelFile, ...additionalFiles, 'tokenizer.json'])];
}
