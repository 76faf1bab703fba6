import { asList, asObject, type JsonObject } from '../json-values.ts';
import type { SequenceTemplate } from '../sequence-template.ts';

/** One part of a template: special tokens or a text. */
type Part = { readonly typeId: number } & ({ readonly ids: readonly number[] } | { readonly text: 'A' | 'B' });

/**
 * Reads the special tokens around texts from the post-processor of a `tokenizer.json`, without native code.
 *
 * @throws {TypeError} when the post-processor has an unknown type, or puts the texts in another order.
 */
export function readSequenceTemplate(postProcessor: unknown): SequenceTemplate {
  const { single, pair } = partsOf(asObject(postProcessor));
  const [before, after] = split(single, ['A']);
  const [start, between, end] = split(pair, ['A', 'B']);
  const typeOf = (wanted: 'A' | 'B'): number => pair.find((part) => 'text' in part && part.text === wanted)!.typeId;
  return {
    single: [before!.ids, after!.ids],
    pair: [start!.ids, between!.ids, end!.ids],
    pairTypeIds: [start!.typeIds, typeOf('A'), between!.typeIds, typeOf('B'), end!.typeIds],
  };
}

const textA: Part = { text: 'A', typeId: 0 };
const bare = { single: [textA], pair: [textA, { text: 'B', typeId: 1 } as Part] };

/** Reads a special token from a pair of name and id. */
const specialToken = (token: unknown, typeId: number): Part => ({ ids: [asList(token)[1] as number], typeId });

function partsOf(processor: JsonObject): { readonly single: readonly Part[]; readonly pair: readonly Part[] } {
  const { type, cls, sep } = processor;
  switch (type) {
    case undefined:
    // Changes the offsets of tokens and adds no tokens.
    case 'ByteLevel':
      return bare;
    case 'BertProcessing': {
      const single = [specialToken(cls, 0), textA, specialToken(sep, 0)];
      return { single, pair: [...single, { text: 'B', typeId: 1 }, specialToken(sep, 1)] };
    }
    case 'RobertaProcessing': {
      const single = [specialToken(cls, 0), textA, specialToken(sep, 0)];
      return { single, pair: [...single, specialToken(sep, 0), { text: 'B', typeId: 0 }, specialToken(sep, 0)] };
    }
    case 'TemplateProcessing':
      return { single: piecesOf(processor, 'single'), pair: piecesOf(processor, 'pair') };
    case 'Sequence': {
      const adding = asList(processor['processors'])
        .map(asObject)
        .filter((part) => part['type'] !== 'ByteLevel');
      if (adding.length <= 1) return partsOf(adding[0] ?? {});
      throw new TypeError('its post_processor has several parts that add tokens; only one is supported');
    }
    default:
      throw new TypeError(`its post_processor has the unsupported type ${String(type)}`);
  }
}

/** Returns the parts that a `TemplateProcessing` lists for one text (`single`) or two (`pair`). */
function piecesOf(processor: JsonObject, list: 'single' | 'pair'): Part[] {
  const tokens = asObject(processor['special_tokens']);
  return asList(processor[list]).map((piece) => {
    const { Sequence: sequence, SpecialToken: special } = asObject(piece);
    const { id, type_id: typeId } = asObject(sequence ?? special);
    if (sequence !== undefined) return { text: id as 'A' | 'B', typeId: typeId as number };
    return { ids: asList(asObject(tokens[id as string])['ids']) as number[], typeId: typeId as number };
  });
}

/** Returns the ids and type ids before, between and after the texts. */
function split(
  parts: readonly Part[],
  texts: readonly ('A' | 'B')[],
): { readonly ids: Int32Array; readonly typeIds: Uint8Array }[] {
  const found = parts.flatMap((part) => ('text' in part ? [part.text] : []));
  if (String(found) !== String(texts)) throw new TypeError(`its post_processor orders the texts ${found.join(', ')}`);
  const groups: { ids: number[]; typeIds: number[] }[] = [{ ids: [], typeIds: [] }];
  for (const part of parts) {
    if ('text' in part) groups.push({ ids: [], typeIds: [] });
    else {
      groups.at(-1)!.ids.push(...part.ids);
      groups.at(-1)!.typeIds.push(...part.ids.map(() => part.typeId));
    }
  }
  return groups.map(({ ids, typeIds }) => ({ ids: Int32Array.from(ids), typeIds: Uint8Array.from(typeIds) }));
}
