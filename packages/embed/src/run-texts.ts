import type { RunOptions } from '@x/onnx-runtime';
import { TruncationWatch } from '@x/tokenizer';

import { scalarInputsOf } from './catalogue/model-tasks.ts';
import { encodeDocuments } from './encode-documents.ts';
import type { LoadedParts } from './load-parts.ts';
import type { EmbedOptions } from './text-embedding-options.ts';

/** Options of {@link runTexts}. */
export interface RunTextsOptions
  extends
    Pick<EmbedOptions, 'signal' | 'onTruncation' | 'onUsage' | 'task'>,
    Pick<RunOptions, 'reduction' | 'sharesRepeats'> {}

/**
 * What the model gives for each text, in their order, as it becomes ready. Texts that are too long are cut and reported.
 *
 * @throws {DisposedError} after the model was disposed of.
 * @throws {InvalidArgumentError} when the model has no such `task`.
 */
export function runTexts(
  { description, tokenizer, model, truncationPolicy: policy }: LoadedParts,
  texts: Iterable<string> | AsyncIterable<string>,
  { signal, onTruncation, onUsage, task, reduction, sharesRepeats = false }: RunTextsOptions,
): AsyncGenerator<Float32Array, void, undefined> {
  const scalarInputs = scalarInputsOf(description, task);
  const { maxLength } = tokenizer;
  const watch = new TruncationWatch({ policy, modelName: description.model, maxLength, onTruncation });
  const sequences = encodeDocuments(tokenizer, texts, { watch, signal });
  const run = { scalarInputs, sharesRepeats, onUsage, ...(signal && { signal }), ...(reduction && { reduction }) };
  return model.run(sequences, run);
}
