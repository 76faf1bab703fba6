import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../set-up/workspace.mjs';
import { composeProblems, dockerfileProblems } from './file-problems.mjs';

const dockerfile = readFileSync(join(ROOT, 'apps/server/Dockerfile'), 'utf8');
const compose = readFileSync(join(ROOT, 'apps/server/compose.yaml'), 'utf8');

/** @param {string} text @param {string | RegExp} from @param {string} to */
function change(text, from, to) {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return changed;
}

it('finds no problem in the files of the server', () => {
  expect(dockerfileProblems(dockerfile)).toEqual([]);
  expect(composeProblems(compose)).toEqual([]);
});

it.each([
  ['no user', /^USER .*$/m, '', 'the last stage runs as root: set USER to a number other than 0.'],
  ['root by number', '1000:1000', '0', 'the last stage runs as 0: set USER to a number other than 0.'],
  ['a user by name', '1000:1000', 'node', 'the last stage runs as node: set USER to a number other than 0.'],
  ['no health check', /HEALTHCHECK[^]*?\n(?=ENTRY)/, '', 'the last stage has no HEALTHCHECK CMD ["..."]: add one.'],
  ['an image without a version', ':24.21.0-bookworm-slim', '', 'the image node has no exact version: add one.'],
  ['an image of a major version', '24.21.0', '24', 'the image node:24-bookworm-slim has no exact version: add one.'],
  [
    'a secret',
    'NODE_ENV=production',
    'API_KEY=abc',
    'API_KEY would store a secret in the image: set it when the container starts.',
  ],
  [
    'a secret behind another variable',
    '=production',
    '=production TOKEN=a',
    'TOKEN would store a secret in the image: set it when the container starts.',
  ],
  ['an unknown instruction', 'EXPOSE', 'EXPOS', 'line 14: Unknown instruction: EXPOS'],
  ['a flag of another instruction', '--interval', '--every', 'line 15: Unknown flag: every'],
])('rejects a Dockerfile with %s', (_, from, to, problem) => {
  expect(dockerfileProblems(change(dockerfile, from, to))).toEqual([problem]);
});

it.each([
  ['a port open to other machines', '127.0.0.1:8080:8080', '8080:8080', /8080/],
  [
    'a key in a command',
    "'--api-key-file', '/run/secrets/server-key'",
    "'--api-key', 'abc'",
    /every user of the machine/,
  ],
  ['a password in a command', "'--offline'", "'--queue', 'redis://user:abc@redis:6379'", /every user of the machine/],
  [
    'a key in the file',
    'env_file: keys/qdrant.env',
    'environment: { QDRANT__SERVICE__API_KEY: abc }',
    /move it to an env_file/,
  ],
  ['an image of a major version', 'v1.18.3', 'v1', /has no exact version/],
  ['no memory limit', '    mem_limit: 2g\n', '', /^server: has no mem_limit: add one\.$/],
  ['an unknown key', 'read_only', 'readonly', /must NOT have additional properties/],
])('rejects a Compose file with %s', (_, from, to, problem) => {
  const [first, ...others] = composeProblems(change(compose, from, to));
  expect(first).toMatch(problem);
  expect(others).toEqual([]);
});
