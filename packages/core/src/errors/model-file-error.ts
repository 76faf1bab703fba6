import { hasErrorCode, XError } from './x-error.ts';

/** What is wrong with a model file. */
export type ModelFileProblem =
  | 'missing'
  | 'empty'
  | 'git-lfs-pointer'
  | 'html'
  | 'truncated'
  | 'wrong-size'
  | 'wrong-hash'
  | 'invalid';

/** Thrown when a file of a model cannot be used. `path` is the file, and `problem` is the kind of problem. */
export class ModelFileError extends XError {
  readonly code = 'MODEL_FILE';
  readonly path: string;
  readonly problem: ModelFileProblem;

  constructor({
    path,
    problem,
    message,
    cause,
  }: {
    path: string;
    problem: ModelFileProblem;
    message: string;
    cause?: unknown;
  }) {
    super(`${path}: ${message}`, cause === undefined ? undefined : { cause });
    this.path = path;
    this.problem = problem;
  }

  override get name(): string {
    return 'ModelFileError';
  }

  static override isInstance(this: void, value: unknown): value is ModelFileError {
    return hasErrorCode(value, 'MODEL_FILE');
  }
}
