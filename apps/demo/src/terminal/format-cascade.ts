import { markMatches, type Style, withText, wrap } from '@x/terminal';

import type { CascadeMovie, CascadeResult } from '../example/cascade-result.ts';
import type { FormatOptions } from './format-options.ts';

/** The number of movies whose texts are shown whole. */
const bestMovies = 3;
/** The width of `1. `, by which the following lines of a text are indented. */
const numberWidth = 3;

/** Formats the result of the cascade for a terminal: the ranks of each stage side by side, then the best texts with their matching words. */
export function formatCascade(result: CascadeResult, options: FormatOptions): string {
  const { models, query, store, reranked, movies, timingsMs: time } = result;
  const { style, columns } = options;
  const { embedder, reranker, words } = models;
  const kept = store.indexed === 0 ? `${store.points} already stored` : `${store.indexed} stored`;
  return [
    style.bold(wrap(query, { columns })),
    '',
    ...[
      `1. Retrieved by meaning (${embedder.name}) and by words (${words.name})`,
      '2. Ranked by tokens (MaxSim with the same model)',
      `3. The ${reranked === 10 ? 'ten' : reranked} best reranked by ${reranker.name} (${reranker.source})`,
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
      `embed ${time.embed} ms | dense and words ${time.retrieve} ms | MaxSim ${time.maxSim} ms | cross-encoder ${time.rerank} ms | matching words ${time.matches} ms`,
      { columns },
    ),
    ...[
      `collection ${store.collection}: ${kept} | load ${time.load} ms, index ${time.index} ms`,
      ...noteOn(result),
    ].map((line) => style.dim(wrap(line, { columns }))),
    '',
  ].join('\n');
}

/** Formats the line of a movie. A rank is green if it is better than the previous one, and red if it is worse. */
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
    "For the tutorial's query, two stages move her from 10th to 2nd. The cascade weights the scores of the small",
    'reranker and of MaxSim equally.',
  ];
}

const jeanneId = 0;
