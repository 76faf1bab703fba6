/**
 * Returns a message that explains an HTTP status of the hub and says what to do.
 *
 * @see huggingface_hub 2.4.0, utils/_http.py, `hf_raise_for_status`, for the codes
 */
export function explainStatus(status: number, errorCode: string | null, repository: string): string {
  if (errorCode === 'GatedRepo') {
    return `${repository} is gated: accept its license on its page, then pass the token of that account (option token, or HF_TOKEN).`;
  }
  if (errorCode === 'RevisionNotFound') return `${repository} has no such revision. Check the revision.`;
  if (errorCode === 'EntryNotFound') return `${repository} has no such file. Check the file's name.`;
  if (status === 401 || status === 403) {
    return `${repository} is private or does not exist: the hub does not tell which. Check the name and the token (option token, or HF_TOKEN).`;
  }
  if (status === 404) return `${repository} was not found. Check the name of the model and of its file.`;
  if (status === 429) return 'The hub received too many requests from this address. Wait, or pass a token.';
  if (status === 408 || status >= 500) return 'The hub failed. Try again later.';
  return 'The hub refused the request.';
}
