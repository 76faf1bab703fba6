/** The facts of a failed response that {@link explainStatus} explains. */
export interface RefusedRequest {
  readonly status: number;
  readonly repository: string;
  /** The header `X-Error-Code`. */
  readonly errorCode: string | null;
  /** The header `X-Error-Message`. */
  readonly errorMessage: string | null;
  /** Wait that the hub requested, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Where the token of the request comes from, if known. */
  readonly tokenPlace: string | undefined;
}

/**
 * Returns a message that explains an HTTP status of the hub and says what to do.
 *
 * @see huggingface_hub 2.4.0, utils/_http.py, `hf_raise_for_status`, for the codes
 */
export function explainStatus({
  status,
  repository,
  errorCode,
  errorMessage,
  retryAfterMs,
  tokenPlace,
}: RefusedRequest): string {
  if (errorCode === 'GatedRepo') {
    return `${repository} is gated: accept its license on its page, then pass the token of that account (option token, or HF_TOKEN).`;
  }
  if (errorCode === 'RevisionNotFound') return `${repository} has no such revision. Check the revision.`;
  if (errorCode === 'EntryNotFound') return `${repository} has no such file. Check the file's name.`;
  if (isInvalidToken(status, errorMessage)) {
    const place = tokenPlace === undefined ? '' : ` (${tokenPlace})`;
    return `The token${place} is invalid or has expired. Replace it, or remove it if the model is public.`;
  }
  if (status === 401 || status === 403) {
    return `${repository} is private or does not exist: the hub does not say which. Check the name and the token (option token, or HF_TOKEN).`;
  }
  if (status === 404) return `${repository} was not found. Check the name of the model and of its file.`;
  if (status === 429) {
    const wish = retryAfterMs === undefined ? '' : ` and asks to wait ${Math.ceil(retryAfterMs / 1000)} s`;
    return `The hub received too many requests from this address${wish}. Wait, or pass a token.`;
  }
  if (status === 408 || status >= 500) return 'The hub failed. Try again later.';
  return 'The hub refused the request.';
}

/** Returns true when the hub refuses the token itself, which it does for public models too. */
export function isInvalidToken(status: number, errorMessage: string | null): boolean {
  return status === 401 && errorMessage?.trim().toLowerCase() === 'invalid credentials in authorization header';
}
