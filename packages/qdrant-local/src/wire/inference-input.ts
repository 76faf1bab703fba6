/** A text that a model turns into a vector. */
export interface DocumentInput {
  readonly text: string;
  readonly model: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** An image that a model turns into a vector: `image` is a URL or base64 data. */
export interface ImageInput {
  readonly image: string;
  readonly model: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Any data that a model turns into a vector. */
export interface ObjectInput {
  readonly object: unknown;
  readonly model: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Any input that may take the place of a vector, and that a model turns into one. */
export type InferenceInput = DocumentInput | ImageInput | ObjectInput;

/** True for an object with the name of a model and a text, an image or other data. */
export function isInferenceInput(value: unknown): value is InferenceInput {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (
    'model' in value && typeof value.model === 'string' && ('text' in value || 'image' in value || 'object' in value)
  );
}
