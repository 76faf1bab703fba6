import { nearestNames } from '../nearest-names.ts';
import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when none of the lists contains a model name. `suggestions` contains the known names closest to it, best first. */
export class UnknownModelError extends XError {
  readonly code = 'UNKNOWN_MODEL';
  readonly model: string;
  readonly suggestions: readonly string[];

  constructor({
    model,
    kind,
    knownModels,
    detail,
    elsewhere,
    cause,
  }: {
    model: string;
    kind: string;
    knownModels: readonly string[];
    /** The end of the sentence, which says what else was tried. */
    detail?: string;
    /** A sentence that says how models of other kinds are loaded. */
    elsewhere?: string | undefined;
    cause?: unknown;
  }) {
    const suggestions = nearestNames(model, knownModels);
    const advice =
      suggestions.length > 0
        ? `Did you mean ${suggestions.map((name) => `"${name}"`).join(' or ')}?`
        : detail === undefined
          ? `Known: ${knownModels.map((name) => `"${name}"`).join(', ') || 'none'}.`
          : '';
    const fact = `"${model}" is not a known ${kind}${detail === undefined ? '.' : `, ${detail}`}`;
    super([fact, advice, elsewhere].filter(Boolean).join(' '), cause === undefined ? undefined : { cause });
    this.model = model;
    this.suggestions = suggestions;
  }

  override get name(): string {
    return 'UnknownModelError';
  }

  static override isInstance(this: void, value: unknown): value is UnknownModelError {
    return hasErrorCode(value, 'UNKNOWN_MODEL');
  }
}
