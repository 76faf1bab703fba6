import { markMatches, type Style, withText, wrap } from '@x/terminal';

import type { CascadeMovie, CascadeResult } from '../example/cascade-result.ts';
import type { FormatOptions } from './format-options.ts';

/** Movies whose texts are shown whole. */
const bestMovies = 3;
/** Of `1. `, under which the rest of a text is indented. */
const numberWidth = 3;

/** The result of the cascade as lines for people: places after each move side by side, then the best texts with what matched in them. */
export function formatCascade(result: CascadeResult, options: FormatOptions): string {
  const { models, query, store, movies, timingsMs: time } = result;
  const { style, columns } = options;
  const { embedder, reranker, words } = models;
  const kept = store.indexed === 0 ? `${store.points} found there` : `${store.indexed} stored`;
  return [
    style.bold(wrap(query, { columns })),
    '',
    ...[
      `1. Found by meaning (${embedder.name}) and by words (${words.name})`,
      '2. Ordered by tokens (MaxSim, the same model)',
      `3. The ten best read by ${reranker.name} (${reranker.source})`,
    ].map((line) => wrap(line, { columns, indent: numberWidth })),
    '',
    style.dim('dense  words  MaxSim  now    score'),
    ...movies.map((movie) => movieLine(movie, options)),
    '',
    ...movies.slice(0, bestMovies).map(({ rank, description, matches }) => {
      return wrap(`${rank}. ${markMatches(description, matches, style.mark)}`, { columns, indent: numberWidth });
    }),
    '',
    wrap(
      `embed ${time.embed} ms | dense and words ${time.retrieve} ms | MaxSim ${time.maxSim} ms | cross-encoder ${time.rerank} ms | words that matched ${time.matches} ms`,
      { columns },
    ),
    ...[
      `collection ${store.collection}: ${kept} | load ${time.load} ms, index ${time.index} ms`,
      ...noteOn(result),
    ].map((line) => style.dim(wrap(line, { columns }))),
    '',
  ].join('\n');
}

/** A place is green where it is better than that before, and red where it is worse. */
function movieLine({ rank, id, score, description, places }: CascadeMovie, options: FormatOptions): string {
  const { dense, words, maxSim, rerank } = places;
  const found = Math.min(dense?.rank ?? Infinity, words?.rank ?? Infinity);
  const move = (from: number, to: number, width: number): string => {
    return painter(from - to, options.style)(String(to).padStart(width));
  };
  const facts = `${score.toFixed(3).padStart(9)}  #${String(id).padEnd(2)}  `;
  const line = `${place(dense?.rank, 5)}${place(words?.rank, 7)}`;
  const width = line.length + 8 + 5 + facts.length;
  const now = rerank === undefined ? String(rank).padStart(5) : move(maxSim.rank, rank, 5);
  return withText(`${line}${move(found, maxSim.rank, 8)}${now}${facts}`, width, description, options);
}

function place(rank: number | undefined, width: number): string {
  return String(rank ?? '-').padStart(width);
}

function painter(climb: number, { up, down, dim }: Style): (text: string) => string {
  return climb > 0 ? up : climb < 0 ? down : dim;
}

function noteOn({ models: { reranker }, movies }: CascadeResult): string[] {
  const jeanne = movies.find(({ id }) => id === jeanneId);
  if (jeanne === undefined || reranker.name !== 'x/bge-small-reranker-en') return [];
  return [
    `Jeanne d'Arc: ${jeanne.explanation}`,
    "For the tutorial's query the two stages lift her from 10th to 2nd. The cascade counts the small reranker's order",
    'and that of MaxSim half and half.',
  ];
}

const jeanneId = 0;
