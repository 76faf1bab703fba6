import { type EncodedSequence, InvalidArgumentError } from '@x/core';

import { capCharacters } from '../character-cap.ts';
import { toUtf16Offsets } from '../code-point-offsets.ts';
import { encodeInChunks } from '../encode-in-chunks.ts';
import { keptRange, type TruncationDirection } from '../truncation.ts';
import type { Slot, TemplateRun } from './pair-template.ts';
import type { TemplateReader } from './template-reader.ts';

/** Options of {@link encodeTemplate}. */
export interface EncodeTemplateOptions extends TemplateReader {
  readonly maxLength: number;
  readonly truncationDirection: TruncationDirection;
  readonly maxCharacters: number;
  readonly signal: AbortSignal | undefined;
}

/** One token of a filled template. A token without a slot belongs to the template itself. */
interface TemplateToken {
  readonly id: number;
  readonly slot?: Slot | undefined;
}

/** A run with the texts of a pair filled in. */
interface FilledRun {
  readonly text: string;
  /** Positions of the pair's texts in `text`, in UTF-16 units. */
  readonly slots: readonly { readonly slot: Slot; readonly start: number; readonly end: number }[];
}

/**
 * Returns the sequences of pairs filled into a template: the ids of the whole text. If it is too long, the document is cut first, down to one token,
 * then the query. The template is never cut.
 *
 * @throws {InvalidArgumentError} when `maxLength` has no room for the texts.
 */
export async function encodeTemplate(
  pairs: readonly (readonly [query: string, document: string])[],
  { engine, parts, maxLength, truncationDirection, maxCharacters, signal }: EncodeTemplateOptions,
): Promise<EncodedSequence[]> {
  const capped = pairs.map(([query, document]) => ({
    query: capCharacters(query, maxCharacters),
    document: capCharacters(document, maxCharacters),
  }));
  const runs = parts.filter((part) => typeof part !== 'number');
  const filled = capped.flatMap(({ query, document }) =>
    runs.map((run) => fill(run, { query: query.text, document: document.text })),
  );
  const encoded = await encodeInChunks(
    engine,
    filled.map(({ text }) => text),
    {
      maxCharacters: Infinity,
      signal,
      read: (encoding, { text }) => ({ ids: encoding.getIds(), offsets: toUtf16Offsets(text, encoding.getOffsets()) }),
    },
  );
  return capped.map(({ query, document }, pair) => {
    let run = pair * runs.length;
    const tokens = parts.flatMap((part): TemplateToken[] => {
      if (typeof part === 'number') return [{ id: part }];
      const { ids, offsets } = encoded[run]!;
      const { slots } = filled[run++]!;
      return ids.map((id, token) => ({ id, slot: slotOf(offsets[token]!, slots) }));
    });
    const inputIds = truncate(tokens, maxLength, truncationDirection);
    const truncatedCharacters = query.truncatedCharacters + document.truncatedCharacters;
    return {
      inputIds,
      truncatedTokens: tokens.length - inputIds.length,
      ...(truncatedCharacters > 0 && { truncatedCharacters }),
    };
  });
}

function fill(run: TemplateRun, texts: Readonly<Record<Slot, string>>): FilledRun {
  let text = '';
  const slots: { slot: Slot; start: number; end: number }[] = [];
  for (const piece of run) {
    const start = text.length;
    text += typeof piece === 'string' ? piece : texts[piece.slot];
    if (typeof piece !== 'string') slots.push({ slot: piece.slot, start, end: text.length });
  }
  return { text, slots };
}

/** Returns the text that a token belongs to; `undefined` if the token also contains a part of the template. */
function slotOf([start, end]: readonly [number, number], slots: FilledRun['slots']): Slot | undefined {
  return slots.find((slot) => slot.start <= start && end <= slot.end && start < end)?.slot;
}

function truncate(tokens: readonly TemplateToken[], maxLength: number, direction: TruncationDirection): Int32Array {
  const [query, document] = (['query', 'document'] as const).map(
    (wanted) => tokens.filter(({ slot }) => slot === wanted).length,
  ) as [number, number];
  const template = tokens.length - query - document;
  const room = maxLength - template;
  if (room < 2) {
    const expected = `at least ${template + 2}`;
    const advice = `The pairTemplate alone has ${template} tokens.`;
    throw new InvalidArgumentError({ parameter: 'maxLength', value: maxLength, expected, advice });
  }
  const keptDocument = Math.min(document, Math.max(room - query, 1));
  const keptQuery = Math.min(query, room - keptDocument);
  const kept = {
    query: keptRange(query, keptQuery, direction),
    document: keptRange(document, keptDocument, direction),
  };
  const seen = { query: 0, document: 0 };
  const stays = ({ slot }: TemplateToken): boolean => {
    if (slot === undefined) return true;
    const place = seen[slot]++;
    return kept[slot][0] <= place && place < kept[slot][1];
  };
  return Int32Array.from(tokens.filter(stays).map(({ id }) => id));
}
