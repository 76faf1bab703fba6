import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a stage of a pipeline fails. `stage` names it, and `cause` is the stage's own error. */
export class PipelineStageError extends XError {
  readonly code = 'PIPELINE_STAGE';
  readonly stage: string;

  constructor({ stage, cause }: { stage: string; cause: unknown }) {
    super(`The stage "${stage}" failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.stage = stage;
  }

  override get name(): string {
    return 'PipelineStageError';
  }

  static override isInstance(this: void, value: unknown): value is PipelineStageError {
    return hasErrorCode(value, 'PIPELINE_STAGE');
  }
}
