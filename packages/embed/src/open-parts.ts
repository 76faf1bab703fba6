import { callListener, type ProgressListener, untilAborted } from '@x/core';
import { type ResolvedModel, warnOfLicense } from '@x/model-hub';
import { OnnxModel, type OnnxModelOptions, type ReductionReference } from '@x/onnx-runtime';
import { type SpecialTokens, Tokenizer, type TokenizerOptions } from '@x/tokenizer';

/** Options of {@link openParts}. */
export interface OpenPartsOptions extends Omit<OnnxModelOptions, 'namedReductions'> {
  readonly name: string;
  readonly license: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Maximum number of tokens in a text. @default the model's limit */
  readonly maxLength: number | undefined;
  /** How to tokenize special tokens in texts. @default 'literal' */
  readonly specialTokens?: SpecialTokens | undefined;
  /** Ids of markers that are inserted later and that no text may contain. @default none */
  readonly markerIds?: readonly number[];
  /** Number of tokens to reserve for markers. @default 0 */
  readonly reservedTokens?: number;
  /** Creates further reductions of the session, some of which depend on the tokenizer. @default none */
  readonly namedReductions?: (tokenizer: Promise<Tokenizer>) => Promise<Readonly<Record<string, ReductionReference>>>;
  readonly onProgress?: ProgressListener | undefined;
}

/** Opens the tokenizer and the session of a model in a directory, and reports progress. */
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
  callListener(onProgress, { phase: 'load', subject: name, completed: 0, total: 1, unit: 'items' });
  const loading = loadTokenizer(directory, reservedTokens, {
    reservedTokenIds: markerIds,
    ...(maxLength !== undefined && { maxLength }),
    ...(specialTokens !== undefined && { specialTokens }),
  });
  // Avoids an unhandled rejection if the signal aborts first.
  loading.catch(() => {});
  const model = await OnnxModel.load(modelFile, {
    ...session,
    namedReductions: (await untilAborted(Promise.resolve(namedReductions?.(loading)), session.signal)) ?? {},
    // The session opens in its own thread while this thread reads the tokenizer.
    padTokenId: loading.then(({ padTokenId }) => padTokenId),
  });
  callListener(onProgress, { phase: 'load', subject: name, completed: 1, total: 1, unit: 'items' });
  return { tokenizer: await loading, model };
}

async function loadTokenizer(directory: string, reservedTokens: number, options: TokenizerOptions): Promise<Tokenizer> {
  const tokenizer = await Tokenizer.load(directory, options);
  if (reservedTokens === 0) return tokenizer;
  return Tokenizer.load(directory, { ...options, maxLength: tokenizer.maxLength - reservedTokens });
}
