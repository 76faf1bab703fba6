import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a hub does not deliver a file. `status` is the HTTP status, if one was received. The error never contains an access token. */
export class DownloadError extends XError {
  readonly code = 'DOWNLOAD';
  readonly url: string;
  readonly status: number | undefined;
  /** What happened: the part of the message before the address. */
  readonly reason: string;

  constructor({ url, status, message, cause }: { url: string; status?: number; message: string; cause?: unknown }) {
    super(
      `${message} (${url}${status === undefined ? '' : `, HTTP ${status}`})`,
      cause === undefined ? undefined : { cause },
    );
    this.url = url;
    this.status = status;
    this.reason = message;
  }

  override get name(): string {
    return 'DownloadError';
  }

  static override isInstance(this: void, value: unknown): value is DownloadError {
    return hasErrorCode(value, 'DOWNLOAD');
  }
}
