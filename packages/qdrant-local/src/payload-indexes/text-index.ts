import type { ValueTest } from '../requests/filter/filter-tree.ts';
import type { TextSettings } from '../requests/types/index-settings.ts';
import { DocumentLengths } from './document-lengths.ts';
import { compileTextMatch } from './match-text.ts';
import type { PayloadIndex, SlotSource } from './payload-index.ts';
import { Postings } from './postings.ts';
import { intersectSlots } from './slot-sets.ts';
import { emptySource, listSource, unionSource } from './slot-sources.ts';
import { createTokenizer, type Tokenizer } from './tokenize.ts';

/**
 * Looks up points by the tokens of their texts. Several texts of one point are one document, as on a server.
 *
 * Source: qdrant/qdrant lib/segment/src/index/field_index/full_text_index/inverted_index.
 */
export class TextIndex implements PayloadIndex {
  readonly #postings = new Postings<string>();
  readonly #tokenizer: Tokenizer;
  readonly #isPhraseMatching: boolean;
  /** Of the documents; absent when the index does not rank. */
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

  add(slot: number, values: readonly unknown[]): void {
    const document = this.#document(values);
    if (document.length === 0) return;
    this.#pointCount++;
    this.lengths?.set(slot, document.length);
    for (const [token, count] of countTokens(document)) {
      this.#postings.add(token, slot, this.lengths === undefined ? 1 : count);
    }
  }

  remove(slot: number, values: readonly unknown[]): void {
    const tokens = new Set(this.#document(values));
    if (tokens.size === 0) return;
    for (const token of tokens) this.#postings.remove(token, slot);
    this.lengths?.set(slot, 0);
    this.#pointCount--;
  }

  /** The different tokens of a text that is looked for. */
  queryTokens(text: string): ReadonlySet<string> {
    return new Set(this.#tokenizer.queryTokens(text));
  }

  /** The slots of the documents with a token, ascending; valid until the next write. */
  slotsWith(token: string): Uint32Array {
    return this.#postings.slots(token);
  }

  /** How often each document of {@link TextIndex.slotsWith} has the token; `undefined` when each has it once. */
  countsOf(token: string): Uint32Array | undefined {
    return this.#postings.counts(token);
  }

  find(test: ValueTest): SlotSource | undefined {
    switch (test.kind) {
      case 'text':
        return this.#findAll(this.#tokenizer.queryTokens(test.text), true);
      case 'textAny': {
        const tokens = new Set(this.#tokenizer.queryTokens(test.text));
        return unionSource(Array.from(tokens, (token) => listSource(this.#postings.slots(token))));
      }
      case 'phrase':
        return this.#isPhraseMatching ? this.#findAll(this.#tokenizer.tokens(test.text), false) : emptySource;
      default:
        return undefined;
    }
  }

  redefine(test: ValueTest): ((values: readonly unknown[]) => boolean) | undefined {
    if (test.kind !== 'text' && test.kind !== 'textAny' && test.kind !== 'phrase') return undefined;
    if (test.kind === 'phrase' && !this.#isPhraseMatching) return () => false;
    const passes = compileTextMatch(test, this.#tokenizer);
    return (values) => passes(this.#document(values));
  }

  /** The points with all of the tokens; with none there are no points. */
  #findAll(tokens: readonly string[], isExact: boolean): SlotSource {
    const lists = Array.from(new Set(tokens), (token) => this.#postings.slots(token));
    const [shortest, ...longer] = lists.toSorted((a, b) => a.length - b.length);
    if (shortest === undefined || shortest.length === 0) return emptySource;
    return {
      estimate: shortest.length,
      isExact,
      slots: () => longer.reduce(intersectSlots, shortest),
    };
  }

  #document(values: readonly unknown[]): string[] {
    return values.flatMap((value) => (typeof value === 'string' ? this.#tokenizer.tokens(value) : []));
  }
}

function countTokens(document: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const token of document) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
