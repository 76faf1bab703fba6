import { dirname, join, relative, sep } from 'node:path';

import ignore, { type Ignore } from 'ignore';

import { readRegularFile } from './read-regular-file.ts';

/** Files whose lines say what is left out, the later ones stronger: git's own, and the one that ripgrep and fd read. */
const ruleFiles = ['.gitignore', '.ignore'];

/** More is no list of rules, and each of them costs time for each file. */
const mostRuleBytes = 1_000_000;

/** Never searched, whatever the rules say. */
const neverSearched = new Set(['node_modules', '__pycache__', 'bower_components']);

/** The rules of one folder; those of the folders above it are weaker. */
export class IgnoreRules {
  readonly #folder: string;
  readonly #own: Ignore | undefined;
  readonly #above: IgnoreRules | undefined;

  private constructor(folder: string, own: Ignore | undefined, above: IgnoreRules | undefined) {
    this.#folder = folder;
    this.#own = own;
    this.#above = above;
  }

  /**
   * The rules for what is in `folder`, with those of the folders above it, up to the one that `isRepository`.
   *
   * Without a repository nobody says how far up rules hold, and a folder that is left out itself was named on purpose: then its own rules hold alone.
   */
  static async of(folder: string, isRepository: (folder: string) => Promise<boolean>): Promise<IgnoreRules> {
    const chain: string[] = [];
    for (let at = folder; !(await isRepository(at)); at = dirname(at)) {
      if (dirname(at) === at) return IgnoreRules.#read(folder, undefined);
      chain.unshift(dirname(at));
    }
    let above: IgnoreRules | undefined;
    for (const each of chain) above = await IgnoreRules.#read(each, above);
    return IgnoreRules.#read(folder, above?.verdict(folder, true) ? undefined : above);
  }

  /** The rules for what is in a folder below this one's. */
  below(folder: string): Promise<IgnoreRules> {
    return IgnoreRules.#read(folder, this);
  }

  /**
   * Whether a file or folder is left out: by a rule, as a hidden one, or as a folder of installed packages.
   *
   * @param path absolute, in this folder
   */
  leavesOut(path: string, isFolder: boolean): boolean {
    const name = path.slice(path.lastIndexOf(sep) + 1);
    if (name.startsWith('.') || (isFolder && neverSearched.has(name))) return true;
    return this.verdict(path, isFolder) ?? false;
  }

  /** What the nearest rule that is about it says; `undefined` where none is. */
  verdict(path: string, isFolder: boolean): boolean | undefined {
    const place = relative(this.#folder, path).split(sep).join('/');
    const { ignored, unignored } = this.#own?.test(isFolder ? `${place}/` : place) ?? {};
    if (ignored || unignored) return ignored ?? false;
    return this.#above?.verdict(path, isFolder);
  }

  static async #read(folder: string, above: IgnoreRules | undefined): Promise<IgnoreRules> {
    const texts = await Promise.all(ruleFiles.map((name) => readRules(join(folder, name))));
    const lines = texts.join('\n');
    return new IgnoreRules(folder, lines.trim() === '' ? undefined : ignore().add(lines), above);
  }
}

async function readRules(path: string): Promise<string> {
  const file = await readRegularFile(path, mostRuleBytes).catch(() => undefined);
  return file?.bytes === undefined ? '' : new TextDecoder().decode(file.bytes);
}
