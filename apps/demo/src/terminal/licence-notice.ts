import { TextCrossEncoder } from '@x/cross-encoder';

/**
 * A warning that a reranker's licence forbids commercial use, with its size, or `undefined` when there is nothing to say.
 *
 * Shown before anything is downloaded.
 */
export function licenceNotice(reranker: string): string | undefined {
  const known = TextCrossEncoder.listSupportedModels();
  const found = known.find(({ model }) => model.toLowerCase() === reranker.toLowerCase());
  if (found?.license === undefined || !/-nc-/.test(found.license)) return undefined;
  return `${found.model} (${found.sizeInGB ?? '?'} GB) is licensed ${found.license}: not for commercial use.`;
}
