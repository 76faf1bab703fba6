import {
  type Embedder,
  type EmbedderCallOptions,
  InvalidArgumentError,
  type ProgressListener,
  requireText,
  ShapeMismatchError,
} from '@x/core';
import type { EmbedderRegistry } from './embedder-registry.ts';
import type { InferenceInput } from './inference-objects.ts';

/** Whether texts are searched with or stored: some models prepend different words to each. */
export type EmbeddingPurpose = 'query' | 'passage';

/** An inference object with the embedder and text that it comes down to. */
export interface EmbeddingTask {
  readonly input: InferenceInput;
  readonly embedder: Embedder;
  readonly text: string;
}

/** Options of {@link embedInputs}. */
export interface EmbedInputsOptions {
  readonly purpose: EmbeddingPurpose;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * What has to be embedded for one inference object; nothing runs yet.
 *
 * @throws {UnknownModelError} when no embedder of the client has its model.
 * @throws {InvalidArgumentError} when it is no text, has options, or the client has no embedders.
 */
export function embeddingTask(input: InferenceInput, place: string, registry: EmbedderRegistry): EmbeddingTask {
  const embedder = registry.get(input.model);
  if (input.options !== undefined && input.options !== null) {
    throw new InvalidArgumentError({
      parameter: `${place}.options`,
      value: input.options,
      expected: 'absent, because the client embeds this text itself (set them where the embedder is loaded)',
    });
  }
  return { input, embedder, text: textOf(input, place) };
}

/**
 * The vector of each task's inference object. Works model by model, and embeds equal texts once.
 *
 * @throws {ShapeMismatchError} when an embedder does not answer one vector per text.
 */
export async function embedInputs(
  tasks: readonly EmbeddingTask[],
  { purpose, signal, onProgress }: EmbedInputsOptions,
): Promise<Map<InferenceInput, Float32Array>> {
  const callOptions = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const vectors = new Map<InferenceInput, Float32Array>();
  for (const [embedder, group] of groupedByEmbedder(tasks)) {
    signal?.throwIfAborted();
    const texts = [...new Set(group.map(({ text }) => text))];
    const embedded = await embedTexts(embedder, texts, purpose, callOptions);
    const byText = new Map(texts.map((text, index) => [text, embedded[index]!]));
    for (const { input, text } of group) vectors.set(input, byText.get(text)!);
  }
  return vectors;
}

function groupedByEmbedder(tasks: readonly EmbeddingTask[]): Map<Embedder, EmbeddingTask[]> {
  const groups = new Map<Embedder, EmbeddingTask[]>();
  for (const task of tasks) {
    const group = groups.get(task.embedder);
    if (group === undefined) groups.set(task.embedder, [task]);
    else group.push(task);
  }
  return groups;
}

async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  purpose: EmbeddingPurpose,
  callOptions: EmbedderCallOptions,
): Promise<Float32Array[]> {
  if (purpose === 'passage') {
    const vectors = await embedder.passageEmbed(texts, callOptions);
    if (vectors.length === texts.length) return vectors;
    const [expected, actual] = [`${texts.length} vectors`, `${vectors.length} vectors`];
    throw new ShapeMismatchError({ tensor: embedder.modelName, expected, actual });
  }
  const vectors: Float32Array[] = [];
  for (const text of texts) vectors.push(await embedder.queryEmbed(text, callOptions));
  return vectors;
}

function textOf(input: InferenceInput, place: string): string {
  if ('text' in input) return requireText(input.text, `${place}.text`);
  if ('object' in input && typeof input.object === 'string') return input.object;
  throw new InvalidArgumentError({
    parameter: place,
    value: input,
    expected: 'a text, because the embedders of this client embed only texts (images need a server and cloudInference)',
  });
}
