import { type OptionKinds, requireOptions } from '@x/core';

/** Who runs a model: one name for all, or a function of the model's name. */
export type ProviderName = string | ((model: string) => string);

/** Options of `measureEvents`. */
export interface MeasureEventsOptions {
  /** `gen_ai.provider.name` of embeddings, e.g. `openai`. @default 'x': the models run in this program */
  readonly provider?: ProviderName;
  /**
   * Tell of reranking in names that are proposed and may change (open-telemetry/semantic-conventions-genai#253). @default false: in names of
   * this package
   */
  readonly proposedNames?: boolean;
}

/** Options of `traceEvents`. */
export interface TraceEventsOptions extends MeasureEventsOptions {
  /** Record queries, and the ids and scores of hits. They may be personal. @default false */
  readonly recordTexts?: boolean;
}

/** The options with every default filled in, and the provider as a function. */
export interface TelemetrySettings {
  readonly providerOf: (model: string) => string;
  readonly proposedNames: boolean;
  readonly recordTexts: boolean;
}

const measureKinds: OptionKinds<MeasureEventsOptions> = { provider: ['text', 'function'], proposedNames: 'boolean' };
const traceKinds: OptionKinds<TraceEventsOptions> = { ...measureKinds, recordTexts: 'boolean' };

/** @throws {InvalidArgumentError} when an option is unknown or of a wrong kind. */
export function telemetrySettings(options: TraceEventsOptions, use: 'trace' | 'measure'): TelemetrySettings {
  const {
    provider = 'x',
    proposedNames = false,
    recordTexts = false,
  } = requireOptions<TraceEventsOptions>(options, use === 'trace' ? traceKinds : measureKinds);
  return { providerOf: typeof provider === 'string' ? () => provider : provider, proposedNames, recordTexts };
}
