import { InvalidArgumentError, requireKind, requireText } from '@x/core';
import type { DocumentInput, ImageInput, ObjectInput } from '@x/qdrant-local/wire';

/** A text to embed, in Qdrant's wire format. */
export type Document = DocumentInput;

/** An image to embed, in Qdrant's wire format: `image` is a URL or base64 data. */
export type Image = ImageInput;

/** Any data to embed, in Qdrant's wire format. */
export type InferenceObject = ObjectInput;

/**
 * Returns a text to embed, which may replace any vector. The client embeds it before it stores or searches.
 *
 * @param input - the case of `model` does not matter; `options` are for a server's models (`cloudInference: true`), or for the function that loads
 *   embedders.
 * @throws {InvalidArgumentError} when `text` or `model` is not a string, or `model` is empty.
 * @example
 * Document({ text: 'a ship', model: 'sentence-transformers/all-MiniLM-L6-v2' });
 * // => { text: 'a ship', model: 'sentence-transformers/all-MiniLM-L6-v2' }, frozen
 */
export function Document(input: Document): Document {
  const { text, model, options } = requireKind(input, 'object', 'Document input');
  return frozen({ text: requireText(text, 'text') }, model, options);
}

/**
 * Returns an image to embed, by an embedder with `imageEmbed`, or by a server with `cloudInference: true`.
 *
 * @throws {InvalidArgumentError} when `image` or `model` is not a string, or `model` is empty.
 * @example
 * Image({ image: 'https://example.org/ship.png', model: 'Qdrant/clip-ViT-B-32-vision' });
 * // => { image: 'https://example.org/ship.png', model: 'Qdrant/clip-ViT-B-32-vision' }, frozen
 */
export function Image(input: Image): Image {
  const { image, model, options } = requireKind(input, 'object', 'Image input');
  return frozen({ image: requireText(image, 'image') }, model, options);
}

/**
 * Returns any data to embed. For an embedder of this client it must be a string, which is embedded as a text, or as an image if the embedder does not
 * embed texts.
 *
 * @throws {InvalidArgumentError} when `object` is missing, or `model` is not a string or empty.
 * @example
 * InferenceObject({ object: 'a ship', model: 'sentence-transformers/all-MiniLM-L6-v2' });
 * // => { object: 'a ship', model: 'sentence-transformers/all-MiniLM-L6-v2' }, frozen
 */
export function InferenceObject(input: InferenceObject): InferenceObject {
  const { object, model, options } = requireKind(input, 'object', 'InferenceObject input');
  if (object === undefined || object === null) {
    throw new InvalidArgumentError({ parameter: 'object', value: object, expected: 'the data to embed' });
  }
  return frozen({ object }, model, options);
}

function frozen<Content extends object>(
  content: Content,
  model: string,
  options: Readonly<Record<string, unknown>> | undefined,
): Content & { readonly model: string } {
  if (requireText(model, 'model').trim() === '') {
    throw new InvalidArgumentError({ parameter: 'model', value: model, expected: 'the name of a model' });
  }
  // An absent option stays absent: a server refuses `options: null` for some models.
  return Object.freeze(
    options === undefined ? { ...content, model } : { ...content, model, options: Object.freeze({ ...options }) },
  );
}
