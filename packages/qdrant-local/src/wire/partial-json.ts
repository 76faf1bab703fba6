import { setOwn } from '../json/copy-json.ts';

/** An object or list that is filled member by member. */
interface OpenContainer {
  readonly value: unknown[] | Record<string, unknown>;
  /** Whether a member has to come: there was a comma. */
  isMemberDue: boolean;
  /** Whether only a comma or the end may come: the last member was read already. */
  isMemberRead: boolean;
}

// Beyond all that is taken anywhere. Without a bound, a text that is nested very deeply would be gone through very often.
const maxLevels = 256;

/** JSON text that is read in parts, from its start to its end. */
export class PartialJson {
  readonly #text: string;
  readonly #open: OpenContainer[] = [];
  readonly #large = new Set<unknown>();
  #root: unknown;
  #isRootRead = false;
  /** Where the part begins that was not read yet. */
  #partStart = 0;
  /** Where the member begins that the place gone to is in. */
  #memberStart = 0;
  /** Where the object or list begins that the place gone to is in; it is a member of the one that is open. */
  childStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** An object or list begins, as a member of the open one. */
  startChild(at: number): void {
    this.childStart = at;
  }

  /** A member begins behind a comma. What is before it is read, when it is long enough: then true. */
  startMember(at: number, readLength: number): boolean {
    this.#memberStart = at;
    const container = this.#open.at(-1);
    // Behind a member that was read already stands the comma alone.
    if (container?.isMemberRead !== true && at - this.#partStart < readLength) return false;
    this.#readMembers(at - 1);
    this.#container().isMemberDue = true;
    this.#partStart = at;
    return true;
  }

  /** Opens the object or list at {@link PartialJson.childStart}, and returns its place. */
  openChild(): number {
    if (this.#open.length === maxLevels) throw new SyntaxError('recursion limit exceeded');
    const start = this.childStart;
    const isList = this.#text[start] === '[';
    const value: OpenContainer['value'] = isList ? [] : {};
    this.#place(value);
    this.#large.add(value);
    this.#open.push({ value, isMemberDue: false, isMemberRead: false });
    this.#partStart = this.#memberStart = start + 1;
    return start;
  }

  /** The open object or list ends. */
  close(at: number): void {
    this.#readMembers(at);
    const { value } = this.#container();
    if ((this.#text[at] === ']') !== Array.isArray(value)) throw this.#unexpected(at);
    this.#open.pop();
    this.#partStart = this.#memberStart = at + 1;
    const outer = this.#open.at(-1);
    if (outer === undefined) this.#isRootRead = true;
    else outer.isMemberRead = true;
  }

  /** What the whole text says. @throws {SyntaxError} when something is open, or stands behind the end. */
  finish(): { value: unknown; large: ReadonlySet<unknown> } {
    const { length } = this.#text;
    if (this.#open.length > 0) throw new SyntaxError('Unexpected end of JSON input');
    // One value without any members that were read on their own, such as a long string.
    if (!this.#isRootRead) this.#root = this.#parse('', this.#partStart, length, '');
    else this.#requireSpace(length);
    return { value: this.#root, large: this.#large };
  }

  /** Reads what is before `end` into the open container. */
  #readMembers(end: number): void {
    const container = this.#container();
    if (container.isMemberRead) {
      this.#requireSpace(end);
      container.isMemberRead = false;
      container.isMemberDue = false;
      return;
    }
    const { value } = container;
    let isAny = false;
    if (Array.isArray(value)) {
      for (const item of this.#parse('[', this.#partStart, end, ']') as unknown[]) {
        value.push(item);
        isAny = true;
      }
    } else {
      const members = this.#parse('{', this.#partStart, end, '}') as Record<string, unknown>;
      for (const key of Object.keys(members)) {
        setOwn(value, key, members[key]);
        isAny = true;
      }
    }
    if (container.isMemberDue && !isAny) throw this.#unexpected(end);
    // Before a comma there must be a member, even before the first one.
    if (this.#text[end] === ',' && !isAny) throw this.#unexpected(end);
    container.isMemberDue = false;
  }

  /** Puts an object or list that begins at {@link PartialJson.childStart} into the open one. */
  #place(child: unknown): void {
    if (this.#open.length === 0) {
      if (this.#isRootRead) throw this.#unexpected(this.childStart);
      this.#requireSpace(this.childStart);
      this.#root = child;
      return;
    }
    if (this.#memberStart > this.#partStart) {
      this.#readMembers(this.#memberStart - 1);
      this.#partStart = this.#memberStart;
    }
    const container = this.#container();
    if (container.isMemberRead) throw this.#unexpected(this.childStart);
    container.isMemberDue = false;
    const { value } = container;
    if (Array.isArray(value)) {
      this.#requireSpace(this.childStart);
      value.push(child);
    } else {
      const [key, ...others] = Object.keys(this.#parse('{', this.#partStart, this.childStart, 'null}') as object);
      if (key === undefined || others.length > 0) throw this.#unexpected(this.childStart);
      setOwn(value, key, child);
    }
  }

  #container(): OpenContainer {
    const container = this.#open.at(-1);
    if (container === undefined) throw this.#unexpected(this.#partStart);
    return container;
  }

  #requireSpace(end: number): void {
    const items = this.#parse('[', this.#partStart, end, ']') as unknown[];
    if (items.length > 0) throw this.#unexpected(this.#partStart);
  }

  #parse(prefix: string, start: number, end: number, suffix: string): unknown {
    try {
      return JSON.parse(`${prefix}${this.#text.slice(start, end)}${suffix}`);
    } catch (error) {
      throw error instanceof SyntaxError ? this.#located(error, start - prefix.length) : error;
    }
  }

  /** The error of a part, with its place in the whole text. */
  #located({ message }: SyntaxError, partStart: number): SyntaxError {
    const [, reason, position] = /^(.*?)(?: in JSON)? at position (\d+)/.exec(message) ?? [];
    if (reason === undefined) return new SyntaxError(`${message}, behind position ${Math.max(partStart, 0)}`);
    return new SyntaxError(`${reason} in JSON at position ${partStart + Number(position)}`);
  }

  #unexpected(at: number): SyntaxError {
    return new SyntaxError(`Unexpected token '${this.#text[at] ?? ''}' in JSON at position ${at}`);
  }
}
