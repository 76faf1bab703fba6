import { type EmbedderCallOptions, InvalidArgumentError, requireText, ShapeMismatchError, untilAborted } from '@x/core';
import type { InferenceInput } from '@x/qdrant-local/wire';
import type { EmbedderRegistry } from './embedder-registry.ts';
import {
  type EmbeddedVector,
  embedsImages,
  embedsTexts,
  type ImageEmbedder,
  type ModelEmbedder,
  type TextEmbedder,
} from './model-embedder.ts';

/** Whether a text is a search query or a stored passage. Some models prepend different words to each. */
export type EmbeddingPurpose = 'query' | 'passage';

/** An inference object and its path in the request. */
export interface PlacedInput {
  readonly input: InferenceInput;
  readonly place: string;
}

/** An inference object with its embedder and the text or image to embed. */
export type EmbeddingTask = { readonly input: InferenceInput; readonly content: string } & (
  | { readonly kind: 'text'; readonly embedder: TextEmbedder }
  | { readonly kind: 'image'; readonly embedder: ImageEmbedder }
);

/**
 * Returns what to embed for each inference object. Finds every model and loads it if needed, but embeds nothing yet.
 *
 * @throws {UnknownModelError} when the client has no embedder for a model.
 * @throws {InvalidArgumentError} when an embedder does not support the content of an object, or the client has no embedders.
 */
export async function embeddingTasks(
  inputs: readonly PlacedInput[],
  registry: EmbedderRegistry,
  signal: AbortSignal | undefined,
): Promise<readonly EmbeddingTask[]> {
  const embedders = await untilAborted(
    Promise.all(inputs.map(async ({ input, place }) => registry.find(input, place))),
    signal,
  );
  return inputs.map(({ input, place }, index) => embeddingTask(input, place, embedders[index]!));
}

/**
 * Returns the vector of each task's inference object. Embeds one model after the other, and equal texts and images only once.
 *
 * @throws {ShapeMismatchError} when an embedder does not return one vector per text or image.
 */
export async function embedInputs(
  tasks: readonly EmbeddingTask[],
  purpose: EmbeddingPurpose,
  callOptions: EmbedderCallOptions,
): Promise<Map<InferenceInput, EmbeddedVector>> {
  const vectors = new Map<InferenceInput, EmbeddedVector>();
  for (const group of groupedByEmbedder(tasks)) {
    callOptions.signal?.throwIfAborted();
    const contents = [...new Set(group.map(({ content }) => content))];
    const embedded = await embedContents(group[0]!, contents, purpose, callOptions);
    if (embedded.length !== contents.length) {
      const expected = counted(contents.length, 'vector');
      const actual = counted(embedded.length, 'vector');
      const { kind, embedder } = group[0]!;
      const problem = `The embedder "${embedder.modelName}" returned ${actual} for ${counted(contents.length, kind)}.`;
      throw new ShapeMismatchError({ tensor: embedder.modelName, expected, actual, problem });
    }
    const byContent = new Map(contents.map((content, index) => [content, embedded[index]!]));
    for (const { input, content } of group) vectors.set(input, byContent.get(content)!);
  }
  return vectors;
}

function embeddingTask(input: InferenceInput, place: string, embedder: ModelEmbedder): EmbeddingTask {
  if ('image' in input) {
    const content = requireText(input.image, `${place}.image`);
    if (embedsImages(embedder)) return { input, content, kind: 'image', embedder };
    throw wrongContent(input, place, 'a text', 'The embedder of this model does not embed images.');
  }
  const content = 'text' in input ? requireText(input.text, `${place}.text`) : input.object;
  if (typeof content !== 'string')
    throw wrongContent(input, place, 'a text or an image', 'Embedders support nothing else.');
  if (embedsTexts(embedder)) return { input, content, kind: 'text', embedder };
  if ('object' in input) return { input, content, kind: 'image', embedder };
  throw wrongContent(input, place, 'an image', 'The embedder of this model does not embed texts.');
}

/** Groups the tasks by embedder, and texts separately from images. */
function groupedByEmbedder(tasks: readonly EmbeddingTask[]): EmbeddingTask[][] {
  const groups = new Map<ModelEmbedder, Record<EmbeddingTask['kind'], EmbeddingTask[]>>();
  for (const task of tasks) {
    const kinds = groups.get(task.embedder) ?? { text: [], image: [] };
    groups.set(task.embedder, kinds);
    kinds[task.kind].push(task);
  }
  return [...groups.values()].flatMap(({ text, image }) => [text, image]).filter((group) => group.length > 0);
}

async function embedContents(
  task: EmbeddingTask,
  contents: readonly string[],
  purpose: EmbeddingPurpose,
  callOptions: EmbedderCallOptions,
): Promise<readonly EmbeddedVector[]> {
  if (task.kind === 'image') return task.embedder.imageEmbed(contents, callOptions);
  if (purpose === 'passage') return task.embedder.passageEmbed(contents, callOptions);
  const vectors: EmbeddedVector[] = [];
  for (const text of contents) vectors.push(await task.embedder.queryEmbed(text, callOptions));
  return vectors;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function wrongContent(
  value: InferenceInput,
  parameter: string,
  expected: string,
  advice: string,
): InvalidArgumentError {
  return new InvalidArgumentError({ parameter, value, expected, advice });
}
