// Reads from a Dockerfile how a container of its last stage starts.
import { DockerfileParser, PropertyInstruction } from 'dockerfile-ast';

/**
 * @typedef {object} Image
 * @property {string} folder working directory
 * @property {string} user value of `USER`; root when there is no `USER`
 * @property {readonly string[]} command entry point and default arguments
 * @property {readonly string[]} entrypoint
 * @property {readonly string[]} health the command of its health check; empty when there is none
 * @property {Readonly<Record<string, string>>} environment
 * @property {readonly string[]} sources images that stages start from, without other stages
 * @property {readonly string[]} variables names that `ENV` and `ARG` set in any stage
 */

/** @param {string} dockerfile @returns {Image} */
export function readImage(dockerfile) {
  const instructions = DockerfileParser.parse(dockerfile).getInstructions();
  const words = instructions.map((instruction) => ({
    keyword: instruction.getKeyword(),
    text: (instruction.getArgumentsContent() ?? '').replaceAll(/\\\r?\n/g, ' ').trim(),
  }));
  const start = words.findLastIndex(({ keyword }) => keyword === 'FROM');
  const last = (/** @type {string} */ keyword) => words.slice(start).findLast((one) => one.keyword === keyword)?.text;
  const entrypoint = listIn(last('ENTRYPOINT'));
  const froms = words.filter(({ keyword }) => keyword === 'FROM').map(({ text }) => text.split(/\s+/));
  const stages = new Set(froms.map((from) => from[2]));
  return {
    folder: last('WORKDIR') ?? '/',
    user: last('USER') ?? 'root',
    entrypoint,
    command: [...entrypoint, ...listIn(last('CMD'))],
    health: listIn(/CMD\s+(\[.*)$/s.exec(last('HEALTHCHECK') ?? '')?.[1]),
    environment: Object.fromEntries(variablesIn(instructions.slice(start))),
    sources: froms.map(([source = '']) => source).filter((source) => !stages.has(source)),
    variables: variablesIn(instructions).map(([name]) => name),
  };
}

/**
 * Returns the variables that `ENV` and `ARG` set.
 *
 * @param {readonly import('dockerfile-ast').Instruction[]} instructions
 * @returns {[string, string][]}
 */
function variablesIn(instructions) {
  return instructions
    .filter((instruction) => instruction instanceof PropertyInstruction)
    .filter((instruction) => /^(?:ENV|ARG)$/.test(instruction.getKeyword()))
    .flatMap((instruction) => instruction.getProperties())
    .map((property) => [property.getName(), property.getValue() ?? '']);
}

/** Parses the exec form. It starts no shell, so signals reach the program. @param {string | undefined} text @returns {string[]} */
function listIn(text) {
  return text === undefined ? [] : JSON.parse(text);
}
