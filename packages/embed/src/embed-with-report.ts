import type { TruncationReport } from '@x/tokenizer';

import type { EmbedReport } from './text-embedding-options.ts';

/** The vectors of a call, and a report of every document that was cut. The caller's own `onTruncation` is called, too. */
export async function embedWithReport<Options extends { readonly onTruncation?: (report: TruncationReport) => void }>(
  options: Options,
  embed: (options: Options) => Promise<Float32Array[]>,
): Promise<EmbedReport> {
  const truncations: TruncationReport[] = [];
  const onTruncation = (report: TruncationReport): void => {
    truncations.push(report);
    options.onTruncation?.(report);
  };
  return { vectors: await embed({ ...options, onTruncation }), truncations };
}
