import { requireOptions } from '@x/core';
import type { TruncationReport } from '@x/tokenizer';

import { embedOptionKinds } from './option-kinds.ts';

/** The vectors of a call, and a report of every document that was cut. The caller's own `onTruncation` is called, too. */
export async function embedWithReport<
  Vector,
  Options extends { readonly onTruncation?: (report: TruncationReport) => void },
>(
  options: Options,
  embed: (options: Options) => Promise<Vector[]>,
): Promise<{ vectors: Vector[]; truncations: TruncationReport[] }> {
  requireOptions(options, embedOptionKinds);
  const truncations: TruncationReport[] = [];
  const onTruncation = (report: TruncationReport): void => {
    truncations.push(report);
    options.onTruncation?.(report);
  };
  return { vectors: await embed({ ...options, onTruncation }), truncations };
}
