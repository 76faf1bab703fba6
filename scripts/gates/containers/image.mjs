// What a Dockerfile makes of its last stage: how a container of it starts.
import { DockerfileParser, PropertyInstruction } from 'dockerfile-ast';

/**
 * @typedef {object} Image
 * @property {string} folder where programs start
 * @property {string} user as `USER` names it; root when it does not
 * @property {readonly string[]} command entry point and default arguments
 * @property {readonly string[]} entrypoint
 * @property {readonly string[]} health the command of its health check; empty when there is none
 * @property {Readonly<Record<string, string>>} environment
 * @property {readonly string[]} sources the images that stages start from, other stages left out
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

/** What `ENV` and `ARG` set. @param {readonly import('dockerfile-ast').Instruction[]} instructions @returns {[string, string][]} */
function variablesIn(instructions) {
  return instructions
    .filter((instruction) => instruction instanceof PropertyInstruction)
    .filter((instruction) => /^(?:ENV|ARG)$/.test(instruction.getKeyword()))
    .flatMap((instruction) => instruction.getProperties())
    .map((property) => [property.getName(), property.getValue() ?? '']);
}

/** The form with brackets, which no shell reads: signals then reach the program. @param {string | undefined} text @returns {string[]} */
function listIn(text) {
  return text === undefined ? [] : JSON.parse(text);
}
