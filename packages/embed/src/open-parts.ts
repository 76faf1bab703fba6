import type { ProgressListener } from '@x/core';
import { type ResolvedModel, warnOfLicense } from '@x/model-hub';
import { OnnxModel, type OnnxModelOptions, type ReductionReference } from '@x/onnx-runtime';
import { type SpecialTokens, Tokenizer, type TokenizerOptions } from '@x/tokenizer';

/** Options of {@link openParts}. */
export interface OpenPartsOptions extends Omit<OnnxModelOptions, 'namedReductions'> {
  readonly name: string;
  readonly license: string | undefined;
  /** Most tokens of a text. @default the model's limit */
  readonly maxLength: number | undefined;
  /** How special tokens in texts are read. @default 'literal' */
  readonly specialTokens?: SpecialTokens | undefined;
  /** Ids of markers that are put in later, which no text contains. @default none */
  readonly markerIds?: readonly number[];
  /** How many tokens are kept free for markers. @default 0 */
  readonly reservedTokens?: number;
  /** Makes the further reductions of the session, some of which depend on how the tokenizer cuts a text. @default none */
  readonly namedReductions?: (tokenizer: Promise<Tokenizer>) => Promise<Readonly<Record<string, ReductionReference>>>;
  readonly onProgress?: ProgressListener | undefined;
}

/** Opens the tokenizer and the session of a model that lies in a directory, and says so to the listener. */
export async function openParts(
  { directory, modelFile }: Pick<ResolvedModel, 'directory' | 'modelFile'>,
  {
    license,
    maxLength,
    specialTokens,
    markerIds = [],
    reservedTokens = 0,
    namedReductions,
    onProgress,
    ...session
  }: OpenPartsOptions,
): Promise<{ tokenizer: Tokenizer; model: OnnxModel }> {
  const { name } = session;
  warnOfLicense(name, license);
  onProgress?.({ phase: 'load', subject: name, completed: 0, total: 1, unit: 'items' });
  const loading = loadTokenizer(directory, reservedTokens, {
    reservedTokenIds: markerIds,
    ...(maxLength !== undefined && { maxLength }),
    ...(specialTokens !== undefined && { specialTokens }),
  });
  const model = await OnnxModel.load(modelFile, {
    ...session,
    namedReductions: (await namedReductions?.(loading)) ?? {},
    // The session is made in its own thread while this one reads the tokenizer.
    padTokenId: loading.then(({ padTokenId }) => padTokenId),
  });
  onProgress?.({ phase: 'load', subject: name, completed: 1, total: 1, unit: 'items' });
  return { tokenizer: await loading, model };
}

async function loadTokenizer(directory: string, reservedTokens: number, options: TokenizerOptions): Promise<Tokenizer> {
  const tokenizer = await Tokenizer.load(directory, options);
  if (reservedTokens === 0) return tokenizer;
  return Tokenizer.load(directory, { ...options, maxLength: tokenizer.maxLength - reservedTokens });
}
