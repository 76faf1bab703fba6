import { withText, wrap } from '@x/terminal';

import type { ExampleResult, FirstStageMovie, RerankedMovie } from '../example/example-result.ts';
import type { FormatOptions } from './format-options.ts';

/** Formats the result for a terminal. */
export function formatResult(result: ExampleResult, options: FormatOptions): string {
  const { models, query, store, firstStage, reranked, timingsMs } = result;
  const { style, columns } = options;
  const { embedder, reranker } = models;
  const kept = store.indexed === 0 ? `${store.points} already stored` : `${store.indexed} stored`;
  return [
    style.bold(wrap(query, { columns })),
    '',
    wrap(`First stage: ${embedder.name} (${embedder.source}, ${embedder.dimension} dimensions), cosine similarity`, {
      columns,
      indent: 2,
    }),
    ...firstStage.map((movie) => firstStageLine(movie, options)),
    '',
    wrap(`Reranked by ${reranker.name} (${reranker.source}): rank before -> rank now`, { columns, indent: 2 }),
    ...reranked.map((movie) => rerankedLine(movie, firstStage.length, options)),
    '',
    ...[
      `collection ${store.collection}: ${kept} | load ${timingsMs.load} ms, index ${timingsMs.index} ms, retrieve ${timingsMs.retrieve} ms, rerank ${timingsMs.rerank} ms`,
      ...noteOn(result),
    ].map((line) => style.dim(wrap(line, { columns }))),
    '',
  ].join('\n');
}

function firstStageLine({ rank, id, score, description }: FirstStageMovie, options: FormatOptions): string {
  const line = `${String(rank).padStart(4)}  ${score.toFixed(4)}  #${String(id).padEnd(2)}  `;
  return withText(line, line.length, description, options);
}

function rerankedLine(
  { rank, previousRank, id, score, description }: RerankedMovie,
  ranks: number,
  options: FormatOptions,
): string {
  const places = `${String(previousRank).padStart(4)} -> ${String(rank).padEnd(2)}`;
  const climb = previousRank - rank;
  const change = climb > 0 ? `^${climb}` : climb < 0 ? `v${-climb}` : '=';
  const facts = `${score.toFixed(3).padStart(8)}  #${String(id).padEnd(2)}  `;
  const width = places.length + 2 + 3 + 2 + facts.length;
  const drawn = options.picture ? `${drawMove(previousRank, rank, ranks)}  ` : '';
  const track = width + drawn.trimEnd().length <= (options.columns ?? Infinity) ? drawn : '';
  const paint = climb > 0 ? options.style.up : climb < 0 ? options.style.down : options.style.dim;
  const move = paint(`${change.padEnd(3)}  ${track}`);
  return withText(`${places}  ${move}${facts}`, width + track.length, description, options);
}

/**
 * Draws the change of a rank on a line of ranks, the best on the left: `○` is the previous rank, `●` the current one.
 *
 * @example
 * drawMove(5, 2, 6); // => '·●──○·'
 */
export function drawMove(previousRank: number, rank: number, ranks: number): string {
  const [left, right] = [Math.min(previousRank, rank), Math.max(previousRank, rank)];
  return Array.from({ length: ranks }, (_, index) => {
    const place = index + 1;
    if (place === rank) return '●';
    if (place === previousRank) return '○';
    return place > left && place < right ? '─' : '·';
  }).join('');
}

function noteOn({ models: { reranker }, firstStage }: ExampleResult): string[] {
  const isJeanneThere = firstStage.some(({ id }) => id === jeanneId);
  if (reranker.name !== 'x/bge-small-reranker-en' || !isJeanneThere) return [];
  return [
    `${reranker.name} is a small bundled model (late interaction, called like a cross-encoder);`,
    "for the tutorial's query, jinaai/jina-reranker-v2-base-multilingual puts Jeanne d'Arc 1st.",
  ];
}

const jeanneId = 0;
