import { littleEndian } from '../protobuf.ts';
import { writeGraph } from '../write-graph.ts';
import { type CellValue, table } from './table.ts';
import { tokenInputs } from './token-inputs.ts';

/** Options of {@link externalDataGraph}. */
export interface ExternalDataOptions {
  readonly vocabulary: number;
  /** Names of the files with the weights, one per component of the hidden states. */
  readonly files: readonly string[];
  readonly valueOf: CellValue;
}

/** A graph with its weights in other files, and those files by name. */
export interface ExternalDataModel {
  readonly graph: Uint8Array;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Returns the lookup graph with its weights in separate files. Output: `last_hidden_state`, `[batch, tokens, number of files]`. */
export function externalDataGraph({ vocabulary, files, valueOf }: ExternalDataOptions): ExternalDataModel {
  const tables = files.map((externalFile, component) => ({
    ...table(`table_${component}`, vocabulary, 1, (token) => valueOf(token, component)),
    externalFile,
  }));
  const graph = writeGraph({
    inputs: tokenInputs('input_ids'),
    outputs: [{ name: 'last_hidden_state', type: 'float32', dims: ['batch', 'tokens', files.length] }],
    nodes: [
      ...tables.map(({ name }) => ({ op: 'Gather', inputs: [name, 'input_ids'], outputs: [`${name}_values`] })),
      {
        op: 'Concat',
        inputs: tables.map(({ name }) => `${name}_values`),
        outputs: ['last_hidden_state'],
        attributes: { axis: -1 },
      },
    ],
    initializers: tables,
  });
  return {
    graph,
    files: Object.fromEntries(tables.map(({ externalFile, data }) => [externalFile, littleEndian(data)])),
  };
}
