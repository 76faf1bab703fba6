import { TextCrossEncoder } from '@x/cross-encoder';

/**
 * Returns a warning if the license of a reranker forbids commercial use, with the size of the model, or `undefined` otherwise.
 *
 * The program prints the warning before it downloads anything.
 */
export function licenseNotice(reranker: string): string | undefined {
  const known = TextCrossEncoder.listSupportedModels();
  const found = known.find(({ model }) => model.toLowerCase() === reranker.toLowerCase());
  if (found?.license === undefined || !/-nc-/.test(found.license)) return undefined;
  return `${found.model} (${found.sizeInGB ?? '?'} GB) is licensed ${found.license}: not for commercial use.`;
}
