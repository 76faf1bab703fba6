import { type OptionKinds, requireOptions } from '@x/core';

/** The provider of models: one name for all models, or a function of the model's name. */
export type ProviderName = string | ((model: string) => string);

/** Options of `measureEvents`. */
export interface MeasureEventsOptions {
  /** Value of `gen_ai.provider.name` for embeddings, e.g. `openai`. @default 'x': the models run in this program */
  readonly provider?: ProviderName;
  /**
   * Report reranking under proposed names, which may change (open-telemetry/semantic-conventions-genai#253). @default false: under names of
   * this package
   */
  readonly proposedNames?: boolean;
}

/** Options of `traceEvents`. */
export interface TraceEventsOptions extends MeasureEventsOptions {
  /** Record queries, and the ids and scores of hits. These may be personal data. @default false */
  readonly recordTexts?: boolean;
}

/** Options with all defaults applied, and the provider as a function. */
export interface TelemetrySettings {
  readonly providerOf: (model: string) => string;
  readonly proposedNames: boolean;
  readonly recordTexts: boolean;
}

const measureKinds: OptionKinds<MeasureEventsOptions> = { provider: ['text', 'function'], proposedNames: 'boolean' };
const traceKinds: OptionKinds<TraceEventsOptions> = { ...measureKinds, recordTexts: 'boolean' };

/** @throws {InvalidArgumentError} when an option is unknown or of the wrong kind. */
export function telemetrySettings(options: TraceEventsOptions, use: 'trace' | 'measure'): TelemetrySettings {
  const {
    provider = 'x',
    proposedNames = false,
    recordTexts = false,
  } = requireOptions<TraceEventsOptions>(options, use === 'trace' ? traceKinds : measureKinds);
  return { providerOf: typeof provider === 'string' ? () => provider : provider, proposedNames, recordTexts };
}
