export type { AnswerKind, BodyKind } from './grammar.ts';
export {
  type DocumentInput,
  type ImageInput,
  type InferenceInput,
  isInferenceInput,
  type ObjectInput,
} from './inference-input.ts';
export { mapScalars } from './map-scalars.ts';
export { type WireOperation, wireOperations } from './operations.ts';
export { type BodyVisitor, keepingVisitor, walkBody } from './walk-body.ts';
