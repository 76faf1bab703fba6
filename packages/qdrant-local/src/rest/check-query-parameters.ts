import { timeoutTooShort, wrongQueryParameter } from './rest-errors.ts';

const checks: Readonly<Record<string, readonly [accepts: RegExp, expected: string]>> = {
  wait: [/^(?:true|false)$/, '`true` or `false`'],
  ordering: [/^(?:weak|medium|strong)$/, 'one of `weak`, `medium`, `strong`'],
  consistency: [/^(?:|[1-9]\d{0,9}|majority|quorum|all)$/, 'a whole number from 1, or `majority`, `quorum` or `all`'],
  timeout: [/^[1-9]\d{0,18}$/, 'a whole number of seconds from 1'],
};

/**
 * Checks the values of Qdrant's query parameters and ignores all others, as the server does.
 *
 * None of them changes anything here: writes are applied and durable when the response is sent, there is one replica, and
 * nothing runs long enough to time out.
 *
 * @throws {VectorStoreError} with status 400, or 422 for a timeout of 0.
 */
export function checkQueryParameters(query: string): void {
  for (const [name, value] of new URLSearchParams(query)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (name === 'timeout' && value === '0') throw timeoutTooShort();
    if (check !== undefined && !check[0].test(value)) throw wrongQueryParameter(name, check[1]);
  }
}
