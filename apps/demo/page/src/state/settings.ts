import type { FirstStage, SearchWay } from '../../../src/web/contract.ts';

/** What a visitor chose. It stands in the page's address, so that a reload or a link brings it back. */
export interface Settings {
  /** `undefined` until the server has said which one to begin with. */
  readonly query: string | undefined;
  readonly collection: string;
  readonly way: SearchWay;
  /** Of two stages. */
  readonly firstStage: FirstStage;
  readonly rerank: boolean;
  readonly candidates: number;
  /** `undefined` for all candidates. */
  readonly topK: number | undefined;
  /** The three first stages side by side, each in two stages. */
  readonly compare: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  query: undefined,
  collection: 'movies',
  way: 'two',
  firstStage: 'dense',
  rerank: true,
  candidates: 10,
  topK: undefined,
  compare: false,
};

/** The ways to find candidates, in the order in which they are compared. */
export const FIRST_STAGES: readonly FirstStage[] = ['dense', 'words', 'hybrid'];

const MAX_CANDIDATES = 100;

/** Settings from the query part of an address; what is missing or senseless there takes its default. */
export function readSettings(search: string): Settings {
  const parameters = new URLSearchParams(search);
  const firstStage = FIRST_STAGES.find((stage) => stage === parameters.get('first'));
  return {
    query: parameters.get('q') ?? undefined,
    collection: parameters.get('texts') ?? DEFAULT_SETTINGS.collection,
    way: parameters.get('way') === 'cascade' ? 'cascade' : 'two',
    firstStage: firstStage ?? DEFAULT_SETTINGS.firstStage,
    rerank: parameters.get('rerank') !== 'off',
    candidates: readCount(parameters.get('candidates')) ?? DEFAULT_SETTINGS.candidates,
    topK: readCount(parameters.get('top')),
    compare: parameters.has('compare'),
  };
}

/**
 * The query part of the address that `readSettings` reads; what has its default is left out.
 *
 * @example
 * writeSettings({ ...DEFAULT_SETTINGS, rerank: false }); // => '?rerank=off'
 */
export function writeSettings(settings: Settings): string {
  const parameters = new URLSearchParams();
  if (settings.query !== undefined) parameters.set('q', settings.query);
  if (settings.collection !== DEFAULT_SETTINGS.collection) parameters.set('texts', settings.collection);
  if (settings.way !== DEFAULT_SETTINGS.way) parameters.set('way', settings.way);
  if (settings.firstStage !== DEFAULT_SETTINGS.firstStage) parameters.set('first', settings.firstStage);
  if (!settings.rerank) parameters.set('rerank', 'off');
  if (settings.candidates !== DEFAULT_SETTINGS.candidates) parameters.set('candidates', String(settings.candidates));
  if (settings.topK !== undefined) parameters.set('top', String(settings.topK));
  if (settings.compare) parameters.set('compare', '');
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function readCount(text: string | null): number | undefined {
  if (text === null || !/^\d{1,3}$/.test(text)) return undefined;
  const count = Number(text);
  return count >= 1 && count <= MAX_CANDIDATES ? count : undefined;
}
