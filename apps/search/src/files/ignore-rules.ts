import { dirname, join, relative, sep } from 'node:path';

import ignore, { type Ignore } from 'ignore';

import { readRegularFile } from './read-regular-file.ts';

/** Names of ignore files: that of git, and that of ripgrep and fd. Rules of later files override earlier ones. */
const ruleFiles = ['.gitignore', '.ignore'];

/** A longer file is not read. It is unlikely to be an ignore file, and every rule costs time for every file. */
const mostRuleBytes = 1_000_000;

/** Folders that are never searched, whatever the rules say. */
const neverSearched = new Set(['node_modules', '__pycache__', 'bower_components']);

/** Whether rules ignore the case of letters: as `git init` sets `core.ignorecase` for the usual file system of the platform. */
const ignoreCase = process.platform === 'darwin' || process.platform === 'win32';

/** The ignore rules for a folder and its contents. They combine the rules of the folder and its parents. */
export class IgnoreRules {
  /** The folder that the paths in the rules are relative to. */
  readonly #base: string;
  readonly #folder: string;
  readonly #rules: Ignore;

  private constructor(base: string, folder: string, rules: Ignore) {
    this.#base = base;
    this.#folder = folder;
    this.#rules = rules;
  }

  /**
   * Reads the rules for the contents of `folder`, including those of its parents up to the root of the repository.
   *
   * Only the rules of `folder` itself apply in two cases. Outside a repository, nothing limits how far up rules apply. A folder that is itself
   * ignored was named on purpose.
   */
  static async of(folder: string, isRepository: (folder: string) => Promise<boolean>): Promise<IgnoreRules> {
    const own = new IgnoreRules(folder, folder, ignore({ ignoreCase }));
    const chain: string[] = [];
    for (let at = folder; !(await isRepository(at)); at = dirname(at)) {
      if (dirname(at) === at) return own.below(folder);
      chain.unshift(dirname(at));
    }
    if (chain[0] === undefined) return own.below(folder);
    let above = new IgnoreRules(chain[0], chain[0], ignore({ ignoreCase }));
    for (const each of chain) above = await above.below(each);
    return above.#isIgnored(folder, true) ? own.below(folder) : above.below(folder);
  }

  /** Adds the rules of `folder`, which is this folder or a folder below it. */
  async below(folder: string): Promise<IgnoreRules> {
    const texts = await Promise.all(ruleFiles.map((name) => readRules(join(folder, name))));
    const place = this.#placeOf(folder);
    const lines = texts.flatMap((text) => text.split(/\r?\n/)).flatMap((line) => ruleFrom(line, place));
    // The last matching rule decides, so rules of deeper folders override those of parents.
    const rules = lines.length === 0 ? this.#rules : ignore({ ignoreCase }).add(this.#rules).add(lines);
    return new IgnoreRules(this.#base, folder, rules);
  }

  /**
   * Returns whether a file or folder is ignored: because of a rule, because it is hidden, or because it contains installed packages.
   *
   * @param name The name of a file or folder in this folder.
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
 * Converts a line of an ignore file to rules relative to the base folder.
 *
 * @param place The path of the ignore file's folder, relative to the base folder; empty for the base folder itself.
 * @example
 * ruleFrom('!build/', 'docs'); // => ['!/docs/**\/build/']
 * ruleFrom('# notes', 'docs'); // => []
 */
function ruleFrom(line: string, place: string): string[] {
  if (line.startsWith('#')) return [];
  if (place === '') return [line];
  const not = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(not.length);
  const name = pattern.trimEnd().replace(/\/$/, '');
  // Such a rule matches nothing. Below a folder, it would match everything in the folder.
  if (name === '') return [];
  // A slash before the end anchors the pattern to the folder. Without one, the pattern applies in all folders below.
  const isBound = name.includes('/');
  const folder = `/${place.replaceAll(/[\\*?[\]]/g, '\\$&')}`;
  return [`${not}${folder}/${isBound ? pattern.replace(/^\//, '') : `**/${pattern}`}`];
}

async function readRules(path: string): Promise<string> {
  const file = await readRegularFile(path, mostRuleBytes).catch(() => undefined);
  return file?.bytes === undefined ? '' : new TextDecoder().decode(file.bytes);
}
