import { callListener } from '@x/core';
import type { TruncationReport } from '@x/tokenizer';

/** Returns the vectors of a call and a report of every truncated document. The caller's own `onTruncation` is called as well. */
export async function embedWithReport<
  Vector,
  Options extends { readonly onTruncation?: (report: TruncationReport) => void },
>(
  options: Options,
  embed: (options: Options) => Promise<Vector[]>,
): Promise<{ vectors: Vector[]; truncations: TruncationReport[] }> {
  const truncations: TruncationReport[] = [];
  const onTruncation = (report: TruncationReport): void => {
    truncations.push(report);
    callListener(options.onTruncation, report);
  };
  return { vectors: await embed({ ...options, onTruncation }), truncations };
}
