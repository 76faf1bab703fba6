import type { RunOptions } from '@x/onnx-runtime';
import { TruncationWatch } from '@x/tokenizer';

import { scalarInputsOf } from './catalogue/model-tasks.ts';
import { encodeDocuments } from './encode-documents.ts';
import type { LoadedParts } from './load-parts.ts';
import type { EmbedOptions } from './text-embedding-options.ts';
import { promptReduction, type TextUse, withTokens } from './text-uses.ts';

/** Options of {@link runTexts}. */
export interface RunTextsOptions
  extends Pick<EmbedOptions, 'signal' | 'onTruncation' | 'onUsage' | 'task'>, Pick<RunOptions, 'sharesRepeats'> {
  /** The use of the texts, which selects the prefix. */
  readonly use: TextUse;
  /** True to return token vectors as well. @default false */
  readonly withTokens?: boolean;
}

/**
 * Yields the model's result for each text, in input order, as soon as it is ready. Texts that are too long are truncated and reported.
 *
 * @throws {DisposedError} after the model was disposed of.
 * @throws {InvalidArgumentError} when the model has no such `task`.
 */
export function runTexts(
  { description, tokenizer, model, truncationPolicy: policy, prefixes, poolsPrefixes }: LoadedParts,
  texts: Iterable<string> | AsyncIterable<string>,
  { use, signal, onTruncation, onUsage, task, withTokens: givesTokens = false, sharesRepeats = false }: RunTextsOptions,
): AsyncGenerator<Float32Array, void, undefined> {
  const scalarInputs = scalarInputsOf(description, task);
  const { maxLength } = tokenizer;
  const prefix = prefixes[use];
  const watch = new TruncationWatch({ policy, modelName: description.model, maxLength, onTruncation });
  const sequences = encodeDocuments(tokenizer, texts, { watch, signal, prefix });
  const leavesPrefixOut = !poolsPrefixes && prefix !== '';
  const reduction = givesTokens ? withTokens : leavesPrefixOut ? promptReduction(use) : undefined;
  const run = { scalarInputs, sharesRepeats, onUsage, ...(signal && { signal }), ...(reduction && { reduction }) };
  return model.run(sequences, run);
}
