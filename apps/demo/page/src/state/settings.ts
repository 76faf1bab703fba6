import type { FirstStage, SearchWay } from '../../../src/web/contract.ts';

/** The settings of a search. The address of the page contains them, so a reload or a link restores them. */
export interface Settings {
  /** The query; `undefined` for the first suggestion of the server. */
  readonly query: string | undefined;
  readonly collection: string;
  readonly way: SearchWay;
  /** The first stage of two stages. */
  readonly firstStage: FirstStage;
  readonly rerank: boolean;
  readonly candidates: number;
  /** The number of best candidates to show; `undefined` for all. */
  readonly topK: number | undefined;
  /** True to show the results of the three first stages side by side. */
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

/** The first stages, in the order of the comparison. */
export const FIRST_STAGES: readonly FirstStage[] = ['dense', 'words', 'hybrid'];

const MAX_CANDIDATES = 100;

/** Reads settings from the query part of an address. Missing or invalid values get their defaults. */
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
 * Returns the query part of an address for `readSettings`. Omits settings that have their defaults.
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
