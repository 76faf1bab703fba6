import { TextCrossEncoder } from '@x/cross-encoder';
import { wrap } from '@x/terminal';

const headings = ['model', 'size_in_GB', 'license', 'sources.hf', 'model_file', 'description'] as const;

/** Formats the supported rerankers as a table, or as a list if the terminal is too narrow for the table. */
export function formatRerankers(columns?: number): string {
  const rows = TextCrossEncoder.listSupportedModels().map((model) => [
    model.bundled ? `${model.model} (bundled)` : model.model,
    String(model.sizeInGB ?? '-'),
    model.license ?? '-',
    model.sources.hf ?? '-',
    model.modelFile,
    model.description,
  ]);
  const table = tableOf([[...headings], ...rows]);
  const isTooWide = columns !== undefined && table.some((line) => line.length > columns);
  return `${(isTooWide ? listOf(rows, columns) : table).join('\n')}\n`;
}

function tableOf(rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

function listOf(rows: readonly (readonly string[])[], columns: number): string[] {
  return rows.map(([model = '', ...facts]) => {
    const lines = facts.map((fact, index) => wrap(`${headings[index + 1]}: ${fact}`, { columns, indent: 4 }));
    return [wrap(model, { columns, indent: 4 }), ...lines.map((line) => `  ${line}`)].join('\n');
  });
}
