// Formats measurements as Markdown, which is also readable in a terminal.
import { formatNumber, markdownTable } from '../bench/report/table.mjs';
import { METRICS } from './measure-set.mjs';
import { SYSTEMS } from './systems.mjs';
import { chooseWeight, DEVELOPMENT_SET } from './weigh-reranker.mjs';

/**
 * @typedef {import('./measure-set.mjs').SetMeasurements} SetMeasurements
 *
 * @param {Pick<SetMeasurements, 'rows' | 'comparisons' | 'changes'>} measured of one set
 */
export function formatSet({ rows, comparisons, changes }) {
  const parts = [qualityTable(rows)];
  if (comparisons.length > 0) {
    parts.push(comparisonTable(comparisons), changeList(changes));
  }
  return `${parts.join('\n')}\n`;
}

/**
 * Returns a table of every reranker weight on every set, and the best weight.
 *
 * @param {SetMeasurements['weights']} rows of all sets
 */
export function formatWeights(rows) {
  if (rows.length === 0) return '';
  const cells = rows.map(({ weight, ...row }) => ({ ...row, variant: weight }));
  const choices = [...new Set(rows.map(({ system }) => system))].map((system) => {
    const weight = chooseWeight(rows, system);
    return weight === undefined ? '' : `Best weight for ${system}, chosen on ${DEVELOPMENT_SET} only: ${weight}.\n`;
  });
  return `### rerankWeight, all sets\n\n${variantTable('weight of the reranker', cells)}\n${choices.join('')}\n`;
}

/**
 * Returns a table of every reranking depth on every set.
 *
 * @param {SetMeasurements['depths']} rows of all sets
 */
export function formatDepths(rows) {
  if (rows.length === 0) return '';
  const cells = rows.map(({ depth, ...row }) => ({ ...row, variant: depth }));
  return `### How deep to rerank, all sets\n\n${variantTable('number of reranked documents', cells)}\n`;
}

/**
 * Returns a table of the quality and size of each token vector storage on every set.
 *
 * @param {SetMeasurements['storages']} rows of all sets
 */
export function formatStorages(rows) {
  if (rows.length === 0) return '';
  const lines = rows.map(({ set, storage, value, p95Ms, bytesPerDocument }) => {
    return [`${set}: ${storage}`, value.toFixed(3), formatNumber(p95Ms), formatNumber(bytesPerDocument)];
  });
  const heads = ['hybrid + MaxSim, token vectors as', 'nDCG@10', 'p95, ms', 'bytes per document'];
  return `### Storage of token vectors, all sets\n\n${markdownTable(heads, lines)}\n`;
}

/** @param {SetMeasurements['rows']} rows of one set */
function qualityTable(rows) {
  const lines = SYSTEMS.filter(({ id }) => rows.some(({ system }) => system === id)).map(({ id, label }) => {
    const own = rows.filter(({ system }) => system === id);
    const value = (/** @type {string} */ metric) => own.find((row) => row.metric === metric)?.value ?? Number.NaN;
    const costs = [own[0]?.p95Ms ?? Number.NaN, value('tokens/query'), value('tokens/index')].map(formatCost);
    return [label, ...METRICS.map((metric) => value(metric).toFixed(3)), ...costs];
  });
  const [first] = rows;
  const heads = ['system', ...METRICS, 'p95, ms', 'tokens per query', 'tokens to index'];
  return `### ${first?.set}, ${first?.queries} queries\n\n${markdownTable(heads, lines)}`;
}

/** @param {SetMeasurements['comparisons']} comparisons */
function comparisonTable(comparisons) {
  const lines = comparisons.map(({ set, before, after, difference, interval, pValue, wins, losses, ties }) => {
    const between = interval.map(signed).join(' to ');
    return [
      `${set}: ${before} to ${after}`,
      signed(difference),
      between,
      pValue.toPrecision(2),
      `${wins}`,
      `${losses}`,
      `${ties}`,
    ];
  });
  const heads = ['reranking', 'nDCG@10', '95 % interval', 'p', 'better', 'worse', 'same'];
  return `#### What reranking changes (paired bootstrap)\n\n${markdownTable(heads, lines)}`;
}

/**
 * @param {string} name name of the varied setting
 * @param {readonly { set: string, system: string, variant: number, value: number }[]} cells
 */
function variantTable(name, cells) {
  const distinct = (/** @type {'set' | 'system'} */ key) => [...new Set(cells.map((cell) => cell[key]))];
  const variants = [...new Set(cells.map(({ variant }) => variant))];
  const lines = distinct('system').flatMap((system) =>
    distinct('set').map((set) => {
      const values = variants.map((variant) =>
        cells.find((cell) => cell.set === set && cell.system === system && cell.variant === variant),
      );
      return [`${set}: ${system}`, ...values.map((cell) => cell?.value.toFixed(3) ?? '')];
    }),
  );
  return markdownTable([`nDCG@10 by ${name}`, ...variants.map(String)], lines);
}

/** @param {SetMeasurements['changes']} changes */
function changeList(changes) {
  const lines = changes.map(({ set, after, text, valueBefore, valueAfter }) => {
    const query = text.length > 90 ? `${text.slice(0, 90)}…` : text;
    return `${signed(valueAfter - valueBefore)} (${valueBefore.toFixed(3)} to ${valueAfter.toFixed(3)})  ${set}, ${after}: ${query}\n`;
  });
  return `#### Queries that reranking changed, nDCG@10, worst first\n\n${lines.join('')}`;
}

/** @param {number} value */
function formatCost(value) {
  return value === 0 ? '0' : formatNumber(value);
}

/** @param {number} value */
function signed(value) {
  return `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(3)}`;
}
