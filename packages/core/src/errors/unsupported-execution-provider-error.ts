import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when none of the requested execution providers can run the model. `failures` contains the reason for each provider. */
export class UnsupportedExecutionProviderError extends XError {
  readonly code = 'UNSUPPORTED_EXECUTION_PROVIDER';
  readonly requested: readonly string[];
  readonly available: readonly string[];
  readonly failures: Readonly<Record<string, string>>;

  constructor({
    requested,
    available,
    failures,
  }: {
    requested: readonly string[];
    available: readonly string[];
    failures: Readonly<Record<string, string>>;
  }) {
    const reasons = Object.entries(failures)
      .map(([provider, reason]) => `${provider}: ${reason}`)
      .join('; ');
    super(
      `None of the requested execution providers works (${reasons}). Available here: ${available.join(', ')}. Add "cpu" as the last provider to have a fallback.`,
    );
    this.requested = requested;
    this.available = available;
    this.failures = failures;
  }

  override get name(): string {
    return 'UnsupportedExecutionProviderError';
  }

  static override isInstance(this: void, value: unknown): value is UnsupportedExecutionProviderError {
    return hasErrorCode(value, 'UNSUPPORTED_EXECUTION_PROVIDER');
  }
}
