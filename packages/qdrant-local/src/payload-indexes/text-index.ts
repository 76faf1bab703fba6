import type { Steps } from '../turns/steps.ts';
import type { ValueTest } from '../requests/filter/filter-tree.ts';
import type { TextSettings } from '../requests/types/index-settings.ts';
import { DocumentLengths } from './document-lengths.ts';
import { compileTextMatch } from './match-text.ts';
import type { PayloadIndex, SlotSource } from './payload-index.ts';
import { Postings } from './postings.ts';
import { intersectSlots } from './slot-sets.ts';
import { emptySource, listSource, unionSource } from './slot-sources.ts';
import { collectTokens, createTokenizer, type Tokenizer } from './tokenize.ts';

const tokensPerStep = 256;

/**
 * Finds points by the tokens of their texts. The texts of one point form one document, as on a server.
 *
 * Source: qdrant/qdrant lib/segment/src/index/field_index/full_text_index/inverted_index.
 */
export class TextIndex implements PayloadIndex {
  readonly #postings = new Postings<string>();
  readonly #tokenizer: Tokenizer;
  readonly #isPhraseMatching: boolean;
  /** The lengths of the documents; `undefined` when the index has no scoring. */
  readonly lengths: DocumentLengths | undefined;
  #pointCount = 0;

  constructor(settings: TextSettings) {
    this.#tokenizer = createTokenizer(settings);
    this.#isPhraseMatching = settings.phrase_matching === true;
    this.lengths = settings.scoring ? new DocumentLengths() : undefined;
  }

  get pointCount(): number {
    return this.#pointCount;
  }

  *add(slot: number, values: readonly unknown[]): Steps<void> {
    const { counts, length } = yield* this.#countTokens(values);
    if (length === 0) return;
    this.#pointCount++;
    this.lengths?.set(slot, length);
    let steps = 0;
    for (const [token, count] of counts) {
      this.#postings.add(token, slot, this.lengths === undefined ? 1 : count);
      if (++steps % tokensPerStep === 0) yield;
    }
  }

  *remove(slot: number, values: readonly unknown[]): Steps<void> {
    const { counts } = yield* this.#countTokens(values);
    if (counts.size === 0) return;
    let steps = 0;
    for (const token of counts.keys()) {
      this.#postings.remove(token, slot);
      if (++steps % tokensPerStep === 0) yield;
    }
    this.lengths?.set(slot, 0);
    this.#pointCount--;
  }

  /** Returns the distinct tokens of a BM25 query. */
  *scoringTokens(text: string): Steps<ReadonlySet<string>> {
    const names = this.#tokenizer.names?.(text) ?? [];
    return new Set([...(yield* this.#queryTokens(text)), ...(yield* collectTokens(names))]);
  }

  /** Returns the slots of the documents with a token, ascending; valid until the next write. */
  slotsWith(token: string): Uint32Array {
    return this.#postings.slots(token);
  }

  /** Returns how often the token occurs in each document of {@link TextIndex.slotsWith}; `undefined` when it occurs once in each. */
  countsOf(token: string): Uint32Array | undefined {
    return this.#postings.counts(token);
  }

  *find(test: ValueTest): Steps<SlotSource | undefined> {
    switch (test.kind) {
      case 'text':
        return yield* this.#findAll(yield* this.#queryTokens(test.text), { isExact: true });
      case 'textAny': {
        const tokens = yield* this.#queryTokens(test.text);
        return unionSource(Array.from(tokens, (token) => listSource(this.#postings.slots(token))));
      }
      case 'phrase': {
        if (!this.#isPhraseMatching) return emptySource;
        const tokens = yield* collectTokens(this.#tokenizer.tokens(test.text));
        return yield* this.#findAll(new Set(tokens), { isExact: false });
      }
      default:
        return undefined;
    }
  }

  *redefine(test: ValueTest): Steps<((values: readonly unknown[]) => boolean) | undefined> {
    if (test.kind !== 'text' && test.kind !== 'textAny' && test.kind !== 'phrase') return undefined;
    if (test.kind === 'phrase' && !this.#isPhraseMatching) return () => false;
    const passes = yield* compileTextMatch(test, this.#tokenizer);
    // A phrase does not go from one text to the next. A name can be a phrase of one token.
    if (test.kind === 'phrase') return (values) => this.#passages(values).some(passes);
    return (values) => passes([...this.#slices(values)].flat());
  }

  /** Returns the points with all of the tokens; no points when there are no tokens. */
  *#findAll(tokens: ReadonlySet<string>, { isExact }: Pick<SlotSource, 'isExact'>): Steps<SlotSource> {
    const lists: Uint32Array[] = [];
    for (const token of tokens) {
      const slots = this.#postings.slots(token);
      if (slots.length === 0) return emptySource;
      lists.push(slots);
      if (lists.length % tokensPerStep === 0) yield;
    }
    const [shortest, ...longer] = lists.toSorted((a, b) => a.length - b.length);
    if (shortest === undefined) return emptySource;
    return {
      estimate: shortest.length,
      isExact,
      slots: () => longer.reduce(intersectSlots, shortest),
    };
  }

  /** Returns the texts as tokens, and each of their names alone. */
  #passages(values: readonly unknown[]): (readonly string[])[] {
    const { tokens, names } = this.#tokenizer;
    return values
      .filter((value) => typeof value === 'string')
      .flatMap((text) => [[...tokens(text)].flat(), ...[...(names?.(text) ?? [])].flat().map((name) => [name])]);
  }

  *#queryTokens(text: string): Steps<ReadonlySet<string>> {
    return new Set(yield* collectTokens(this.#tokenizer.queryTokens(text)));
  }

  /** Returns how often each token occurs in a document, and the number of all tokens. */
  *#countTokens(values: readonly unknown[]): Steps<{ counts: ReadonlyMap<string, number>; length: number }> {
    const counts = new Map<string, number>();
    let length = 0;
    for (const tokens of this.#slices(values)) {
      for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
      length += tokens.length;
      yield;
    }
    return { counts, length };
  }

  *#slices(values: readonly unknown[]): Generator<readonly string[]> {
    const { tokens, names } = this.#tokenizer;
    for (const value of values) {
      if (typeof value !== 'string') continue;
      yield* tokens(value);
      if (names !== undefined) yield* names(value);
    }
  }
}
