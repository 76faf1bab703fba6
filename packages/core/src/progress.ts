/** What is being worked on. `load` is a model's session being created, whose length cannot be known in advance. */
export type ProgressPhase = 'download' | 'verify' | 'load' | 'embed' | 'score' | 'upload' | 'index';

/**
 * One step of a long piece of work, in one shape for every phase so that one progress bar can show them all.
 *
 * The first event of a phase has `completed` 0 and the last one `completed === total`.
 */
export interface ProgressEvent {
  readonly phase: ProgressPhase;
  /** Name of the model or collection that is worked on. */
  readonly subject: string;
  /** The file within a download or verification, relative to the model's directory. */
  readonly file?: string;
  readonly completed: number;
  /** Absent while unknown. */
  readonly total?: number;
  readonly unit: 'bytes' | 'items';
}

/** Receives progress; an exception that it throws rejects the call that it observes. */
export type ProgressListener = (event: ProgressEvent) => void;
