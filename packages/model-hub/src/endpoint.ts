import { InvalidArgumentError } from '@x/core';

/**
 * Returns the endpoint's URL without query and trailing slash. Its path is kept, because a mirror may be served below a path.
 *
 * @throws {InvalidArgumentError} when it is not an HTTP URL, or contains a user name or password. The message shows neither.
 */
export function parseEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isUsable = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (isUsable) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  throw new InvalidArgumentError({
    parameter: 'endpoint',
    value: url === undefined ? endpoint : `${url.protocol}//${url.host}`,
    expected: 'an http or https URL without user name and password, such as https://huggingface.co',
  });
}
