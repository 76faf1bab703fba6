import { InvalidArgumentError } from '@x/core';

/**
 * The endpoint's address without query and without a slash at its end; its path is kept, for mirrors that live below one.
 *
 * @throws {InvalidArgumentError} when it is no HTTP address, or holds a user name or password. The message shows neither.
 */
export function parseEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isUsable = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (isUsable) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  throw new InvalidArgumentError({
    parameter: 'endpoint',
    value: url === undefined ? endpoint : `${url.protocol}//${url.host}`,
    expected: 'an http or https address without user name and password, such as https://huggingface.co',
  });
}
