import type { TruncationReport } from '@x/tokenizer';

/** The vectors of a call whose options are checked, and a report of every document that was cut. The caller's own `onTruncation` is called, too. */
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
    options.onTruncation?.(report);
  };
  return { vectors: await embed({ ...options, onTruncation }), truncations };
}
