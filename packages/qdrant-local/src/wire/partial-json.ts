import { setOwn } from '../json/copy-json.ts';

/** An object or list that is filled one member at a time. */
interface OpenContainer {
  readonly value: unknown[] | Record<string, unknown>;
  /** Whether a member must follow, because a comma was read. */
  isMemberDue: boolean;
  /** Whether only a comma or the end may follow, because the last member was already read. */
  isMemberRead: boolean;
}

// More levels than any valid body has. Without this limit, very deeply nested text would be scanned very often.
const maxLevels = 256;

/** JSON text that is parsed in parts, from start to end. */
export class PartialJson {
  readonly #text: string;
  readonly #open: OpenContainer[] = [];
  readonly #large = new Set<unknown>();
  #root: unknown;
  #isRootRead = false;
  /** The start of the part that has not been parsed yet. */
  #partStart = 0;
  /** The start of the member at the current position. */
  #memberStart = 0;
  /** The start of the object or list at the current position; it is a member of the open container. */
  childStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Notes that an object or list starts, as a member of the open container. */
  startChild(at: number): void {
    this.childStart = at;
  }

  /** Notes that a member starts after a comma. Parses the text before it when that is long enough, and then returns true. */
  startMember(at: number, readLength: number): boolean {
    this.#memberStart = at;
    const container = this.#open.at(-1);
    // After a member that was already read, only the comma remains.
    if (container?.isMemberRead !== true && at - this.#partStart < readLength) return false;
    this.#readMembers(at - 1);
    this.#container().isMemberDue = true;
    this.#partStart = at;
    return true;
  }

  /** Opens the object or list at {@link PartialJson.childStart}, and returns its position. */
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

  /** Closes the open object or list. */
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

  /** Returns the value of the whole text. @throws {SyntaxError} when a container is still open, or text follows the end. */
  finish(): { value: unknown; large: ReadonlySet<unknown> } {
    const { length } = this.#text;
    if (this.#open.length > 0) throw new SyntaxError('Unexpected end of JSON input');
    // The root is one value without separately read members, such as a long string.
    if (!this.#isRootRead) this.#root = this.#parse('', this.#partStart, length, '');
    else this.#requireSpace(length);
    return { value: this.#root, large: this.#large };
  }

  /** Parses the text before `end` into the open container. */
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
    // A member must precede a comma, even the first comma.
    if (this.#text[end] === ',' && !isAny) throw this.#unexpected(end);
    container.isMemberDue = false;
  }

  /** Adds an object or list that starts at {@link PartialJson.childStart} to the open container. */
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

  /** Returns the error of a part with its position in the whole text. */
  #located({ message }: SyntaxError, partStart: number): SyntaxError {
    const [, reason, position] = /^(.*?)(?: in JSON)? at position (\d+)/.exec(message) ?? [];
    if (reason === undefined) return new SyntaxError(`${message}, after position ${Math.max(partStart, 0)}`);
    return new SyntaxError(`${reason} in JSON at position ${partStart + Number(position)}`);
  }

  #unexpected(at: number): SyntaxError {
    return new SyntaxError(`Unexpected token '${this.#text[at] ?? ''}' in JSON at position ${at}`);
  }
}
