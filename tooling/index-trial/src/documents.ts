import { createRandom } from './random.ts';

/** A document and its version, as stored in the queue. */
export interface Reference {
  readonly id: number;
  /** Most documents change from one version to the next. */
  readonly version: number;
}

/** A document of a trial. */
export interface TrialDocument {
  readonly id: number;
  readonly payload: { readonly text: string };
}

/** A word that the embedder of trials rejects. */
export const refusedWord = 'unembeddable';

const mostWords = 5;

/** Returns the document of a reference: one to five words, each of which is a passage. */
export function documentOf(reference: Reference): TrialDocument {
  const { id } = reference;
  const poison = poisonOf(reference);
  if (poison === 'no text') return { id, payload: { text: id as unknown as string } };
  const version = id % 4 === 0 ? 0 : reference.version;
  const random = createRandom(id * 31 + version);
  const count = 1 + Math.floor(random() * mostWords);
  const words = Array.from({ length: count }, (_, place) => `v${version}d${id}w${place}x${Math.floor(random() * 1e6)}`);
  if (poison === 'refused') words[Math.floor(random() * count)] = refusedWord;
  return { id, payload: { text: words.join(' ') } };
}

/** Returns why a document cannot be indexed, or undefined. In the first version all documents can be indexed. */
export function poisonOf({ id, version }: Reference): 'no text' | 'refused' | undefined {
  if (version < 2) return undefined;
  if (id % 101 === 7) return 'no text';
  return id % 103 === 9 ? 'refused' : undefined;
}
