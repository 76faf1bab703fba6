import { dirname, join, relative, sep } from 'node:path';

import ignore, { type Ignore } from 'ignore';

import { readRegularFile } from './read-regular-file.ts';

/** Files whose lines say what is left out, the later ones stronger: git's own, and the one that ripgrep and fd read. */
const ruleFiles = ['.gitignore', '.ignore'];

/** More is no list of rules, and each of them costs time for each file. */
const mostRuleBytes = 1_000_000;

/** Never searched, whatever the rules say. */
const neverSearched = new Set(['node_modules', '__pycache__', 'bower_components']);

/** What is left out in a folder and below it, by the rules of the folder and of those above. */
export class IgnoreRules {
  /** Rules are about paths from here. */
  readonly #base: string;
  readonly #folder: string;
  readonly #rules: Ignore;

  private constructor(base: string, folder: string, rules: Ignore) {
    this.#base = base;
    this.#folder = folder;
    this.#rules = rules;
  }

  /**
   * The rules for what is in `folder`, with those of the folders above it, up to the one that `isRepository`.
   *
   * Without a repository nobody says how far up rules hold, and a folder that is left out itself was named on purpose: then its own rules hold alone.
   */
  static async of(folder: string, isRepository: (folder: string) => Promise<boolean>): Promise<IgnoreRules> {
    const own = new IgnoreRules(folder, folder, ignore());
    const chain: string[] = [];
    for (let at = folder; !(await isRepository(at)); at = dirname(at)) {
      if (dirname(at) === at) return own.below(folder);
      chain.unshift(dirname(at));
    }
    if (chain[0] === undefined) return own.below(folder);
    let above = new IgnoreRules(chain[0], chain[0], ignore());
    for (const each of chain) above = await above.below(each);
    return above.#isIgnored(folder, true) ? own.below(folder) : above.below(folder);
  }

  /** The rules for what is in this folder or one below it, with those that stand there. */
  async below(folder: string): Promise<IgnoreRules> {
    const texts = await Promise.all(ruleFiles.map((name) => readRules(join(folder, name))));
    const place = this.#placeOf(folder);
    const lines = texts.flatMap((text) => text.split(/\r?\n/)).flatMap((line) => ruleFrom(line, place));
    // Of several rules the last one decides, so that those of deeper folders are stronger.
    const rules = lines.length === 0 ? this.#rules : ignore().add(this.#rules).add(lines);
    return new IgnoreRules(this.#base, folder, rules);
  }

  /**
   * Whether a file or folder is left out: by a rule, as a hidden one, or as a folder of installed packages.
   *
   * @param name in this folder
   */
  leavesOut(name: string, isFolder: boolean): boolean {
    if (name.startsWith('.') || (isFolder && neverSearched.has(name))) return true;
    return this.#isIgnored(join(this.#folder, name), isFolder);
  }

  #isIgnored(path: string, isFolder: boolean): boolean {
    const place = this.#placeOf(path);
    return this.#rules.ignores(isFolder ? `${place}/` : place);
  }

  #placeOf(path: string): string {
    return relative(this.#base, path).split(sep).join('/');
  }
}

/**
 * A line of a file of rules as it is said in the folder that all rules start from.
 *
 * @param place the folder of the file, from there; empty for the same
 * @example
 * ruleFrom('!build/', 'docs'); // => ['!/docs/**\/build/']
 * ruleFrom('# notes', 'docs'); // => []
 */
function ruleFrom(line: string, place: string): string[] {
  if (line.trim() === '' || line.startsWith('#')) return [];
  if (place === '') return [line];
  const not = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(not.length);
  // A slash that is not at the end binds the pattern to the folder; without one it holds in all folders below.
  const isBound = pattern.replace(/\/\s*$/, '').includes('/');
  const folder = `/${place.replaceAll(/[\\*?[\]]/g, '\\$&')}`;
  return [`${not}${folder}/${isBound ? pattern.replace(/^\//, '') : `**/${pattern}`}`];
}

async function readRules(path: string): Promise<string> {
  const file = await readRegularFile(path, mostRuleBytes).catch(() => undefined);
  return file?.bytes === undefined ? '' : new TextDecoder().decode(file.bytes);
}
