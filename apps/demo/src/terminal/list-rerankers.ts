import { TextCrossEncoder } from '@x/cross-encoder';

const columns = ['model', 'size_in_GB', 'license', 'sources.hf', 'model_file', 'description'] as const;

/** The supported rerankers as a table for people. */
export function formatRerankers(): string {
  const rows = TextCrossEncoder.listSupportedModels().map((model) => [
    model.bundled ? `${model.model} (bundled)` : model.model,
    String(model.sizeInGB ?? '-'),
    model.license ?? '-',
    model.sources.hf ?? '-',
    model.modelFile,
    model.description,
  ]);
  const table = [[...columns], ...rows];
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
