import { InferenceError, NativeLibraryError, ShapeMismatchError, UnsupportedExecutionProviderError } from '@x/core';

/**
 * An error in a form that can be sent between threads. Structured cloning keeps neither the class nor the fields of an
 * error. The facts are sent instead, and the other side creates the error again.
 */
export type WireError =
  | { readonly code: 'UNSUPPORTED_EXECUTION_PROVIDER'; readonly facts: ProviderFacts }
  | { readonly code: 'SHAPE_MISMATCH'; readonly facts: ShapeFacts }
  | { readonly code: 'NATIVE_LIBRARY'; readonly facts: NativeFacts; readonly cause: CauseFacts | undefined }
  | { readonly code: 'INFERENCE'; readonly reason: string; readonly cause: CauseFacts | undefined };

type ProviderFacts = Pick<UnsupportedExecutionProviderError, 'requested' | 'available' | 'failures'>;
type ShapeFacts = Pick<ShapeMismatchError, 'tensor' | 'expected' | 'actual'> & { readonly problem: string };
type NativeFacts = Pick<NativeLibraryError, 'packageName' | 'problem' | 'platform' | 'reason' | 'alternative'>;
type CauseFacts = { readonly message: string; readonly stack: string | undefined };

/** Converts an error to the facts that are sent. */
export function toWireError(error: unknown): WireError {
  if (UnsupportedExecutionProviderError.isInstance(error)) {
    const { requested, available, failures } = error;
    return { code: 'UNSUPPORTED_EXECUTION_PROVIDER', facts: { requested, available, failures } };
  }
  if (ShapeMismatchError.isInstance(error)) {
    const { tensor, expected, actual, message: problem } = error;
    return { code: 'SHAPE_MISMATCH', facts: { tensor, expected, actual, problem } };
  }
  if (NativeLibraryError.isInstance(error)) {
    const { packageName, problem, platform, reason, alternative, cause } = error;
    const facts = { packageName, problem, platform, reason, alternative };
    return { code: 'NATIVE_LIBRARY', facts, cause: causeFacts(cause) };
  }
  if (InferenceError.isInstance(error)) {
    return { code: 'INFERENCE', reason: error.reason, cause: causeFacts(error.cause) };
  }
  return {
    code: 'INFERENCE',
    reason: error instanceof Error ? error.message : String(error),
    cause: causeFacts(error),
  };
}

/** Creates the error from the facts that were sent; `model` is the name in its message. */
export function fromWireError(wire: WireError, model: string): Error {
  switch (wire.code) {
    case 'UNSUPPORTED_EXECUTION_PROVIDER':
      return new UnsupportedExecutionProviderError(wire.facts);
    case 'SHAPE_MISMATCH':
      return new ShapeMismatchError(wire.facts);
    case 'NATIVE_LIBRARY':
      return new NativeLibraryError({ ...wire.facts, cause: wire.cause && toCause(wire.cause) });
    case 'INFERENCE': {
      return new InferenceError({ model, message: wire.reason, cause: wire.cause && toCause(wire.cause) });
    }
  }
}

function causeFacts(cause: unknown): CauseFacts | undefined {
  return cause instanceof Error ? { message: cause.message, stack: cause.stack } : undefined;
}

function toCause({ message, stack }: CauseFacts): Error {
  const cause = new Error(message);
  if (stack !== undefined) cause.stack = stack;
  return cause;
}
