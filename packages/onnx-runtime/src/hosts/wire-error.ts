import { InferenceError, ShapeMismatchError, UnsupportedExecutionProviderError } from '@x/core';

/**
 * An error as it crosses threads: structured cloning keeps neither classes nor fields, so the facts travel and the error is
 * built anew on the other side.
 */
export type WireError =
  | { readonly code: 'UNSUPPORTED_EXECUTION_PROVIDER'; readonly facts: ProviderFacts }
  | { readonly code: 'SHAPE_MISMATCH'; readonly facts: ShapeFacts }
  | { readonly code: 'INFERENCE'; readonly message: string; readonly stack: string | undefined };

type ProviderFacts = Pick<UnsupportedExecutionProviderError, 'requested' | 'available' | 'failures'>;
type ShapeFacts = Pick<ShapeMismatchError, 'tensor' | 'expected' | 'actual'>;

/** The facts of `error`, ready to cross. */
export function toWireError(error: unknown): WireError {
  if (UnsupportedExecutionProviderError.isInstance(error)) {
    const { requested, available, failures } = error;
    return { code: 'UNSUPPORTED_EXECUTION_PROVIDER', facts: { requested, available, failures } };
  }
  if (ShapeMismatchError.isInstance(error)) {
    const { tensor, expected, actual } = error;
    return { code: 'SHAPE_MISMATCH', facts: { tensor, expected, actual } };
  }
  const root = InferenceError.isInstance(error) && error.cause instanceof Error ? error.cause : error;
  if (root instanceof Error) return { code: 'INFERENCE', message: root.message, stack: root.stack };
  return { code: 'INFERENCE', message: String(root), stack: undefined };
}

/** The error whose facts crossed; `model` is named in it. */
export function fromWireError(wire: WireError, model: string): Error {
  switch (wire.code) {
    case 'UNSUPPORTED_EXECUTION_PROVIDER':
      return new UnsupportedExecutionProviderError(wire.facts);
    case 'SHAPE_MISMATCH':
      return new ShapeMismatchError(wire.facts);
    case 'INFERENCE': {
      const cause = new Error(wire.message);
      if (wire.stack !== undefined) cause.stack = wire.stack;
      return new InferenceError({ model, message: wire.message, cause });
    }
  }
}
