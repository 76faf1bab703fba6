// Checks Dockerfiles and Compose files with linters and with additional rules.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { readImage } from './image.mjs';

const SECRET = /key|secret|token|password/i;
const PINNED = /:v?\d+\.\d+\.\d+(?:-[\w.-]+)?$/;

/** @param {string} dockerfile @returns {string[]} */
export function dockerfileProblems(dockerfile) {
  const found = validate(dockerfile).map(({ message, range }) => `line ${range.start.line + 1}: ${textOf(message)}`);
  if (found.length > 0) return found;
  const { user, health, sources, variables } = readImage(dockerfile);
  return [
    ...sources
      .filter((source) => !PINNED.test(source))
      .map((source) => `the image ${source} has no exact version: add one.`),
    ...variables
      .filter((name) => SECRET.test(name))
      .map((name) => `${name} would store a secret in the image: set it when the container starts.`),
    // Kubernetes cannot check whether a user name means root.
    ...(/^[1-9]\d*(?::[1-9]\d*)?$/.test(user)
      ? []
      : [`the last stage runs as ${user}: set USER to a number other than 0.`]),
    ...(health.length > 0 ? [] : ['the last stage has no HEALTHCHECK CMD ["..."]: add one.']),
  ];
}

/** Returns the text of a message, which may be a Markdown object. @param {string | { readonly value: string }} message */
function textOf(message) {
  return typeof message === 'string' ? message : message.value;
}

/**
 * @typedef {object} Service
 * @property {string} [image]
 * @property {unknown} [build]
 * @property {readonly string[]} [command]
 * @property {readonly string[]} [ports]
 * @property {Readonly<Record<string, unknown>>} [environment]
 */

/** @param {string} text a Compose file @returns {string[]} */
export function composeProblems(text) {
  const found = lintCompose(text);
  if (found.length > 0) return found;
  /** @type {[string, Service][]} */
  const services = Object.entries(parse(text).services);
  return services.flatMap(([name, service]) => serviceProblems(service).map((problem) => `${name}: ${problem}`));
}

/** @param {Service} service */
function serviceProblems({ image, build, command = [], ports = [], environment = {}, ...rest }) {
  return [
    ...(build !== undefined || PINNED.test(image ?? '') ? [] : [`the image ${image} has no exact version: add one.`]),
    ...(build !== undefined || 'healthcheck' in rest ? [] : ['has no healthcheck: add one.']),
    ...['mem_limit', 'restart', 'stop_grace_period']
      .filter((key) => !(key in rest))
      .map((key) => `has no ${key}: add one.`),
    ...ports
      .filter((port) => !port.startsWith('127.0.0.1:'))
      .map((port) => `the port ${port} is open to other machines: bind it to 127.0.0.1.`),
    ...(command.some((argument) => /^--api-key(?:=|$)|:\/\/[^/@]*:[^/@]*@/.test(argument))
      ? ['the command contains a key, which every user of the machine can read: put it into a file.']
      : []),
    ...Object.keys(environment)
      .filter((key) => SECRET.test(key))
      .map((key) => `${key} is set in this file: move it to an env_file.`),
  ];
}

/** @param {string} text */
function lintCompose(text) {
  const folder = mkdtempSync(join(tmpdir(), 'x-compose-'));
  try {
    writeFileSync(join(folder, 'compose.yaml'), text);
    // These rules are about order and quotes, which are a matter of style.
    const off = [
      'services-alphabetical-order',
      'service-keys-order',
      'top-level-properties-order',
      'no-quotes-in-volumes',
    ];
    const rules = Object.fromEntries(off.map((rule) => [rule, /** @type {const} */ (0)]));
    const linter = new DCLinter({ rules, quiet: true, debug: false, exclude: [] });
    /** @type {readonly { messages: readonly { line: number, message: string }[] }[]} */
    const results = linter.lintFiles([join(folder, 'compose.yaml')], false);
    return results.flatMap(({ messages }) => messages.map(({ line, message }) => `line ${line}: ${message}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
