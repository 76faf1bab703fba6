/** Phase of the work. `load` is the creation of a model's session, whose duration is not known in advance. */
export type ProgressPhase = 'download' | 'verify' | 'load' | 'embed' | 'score' | 'upload' | 'index';

/**
 * One step of a long operation. All phases share this shape, so that one progress bar can show them all.
 *
 * The first event of a phase has `completed` 0, and the last one has `completed === total`.
 */
export interface ProgressEvent {
  readonly phase: ProgressPhase;
  /** Name of the model or collection. */
  readonly subject: string;
  /** The file within a download or verification, relative to the model's directory. */
  readonly file?: string;
  readonly completed: number;
  /** Absent while the total is unknown. */
  readonly total?: number;
  readonly unit: 'bytes' | 'items';
}

/**
 * Receives progress events. An exception that it throws rejects the observed call. It is not awaited: the rejection of a promise that it returns is
 * ignored.
 */
export type ProgressListener = (event: ProgressEvent) => void;
