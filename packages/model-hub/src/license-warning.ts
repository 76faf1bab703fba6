import { emitWarning } from '@x/core';

const warned = new Set<string>();

/**
 * Emits a process warning for a model whose license forbids commercial use (Creative Commons' `nc`), once per process and model.
 *
 * @example
 * warnOfLicense('jinaai/jina-reranker-v2-base-multilingual', 'cc-by-nc-4.0'); // (node:1) LicenseWarning: ...
 */
export function warnOfLicense(model: string, license: string | undefined): void {
  if (license === undefined || !isNonCommercial(license) || warned.has(model)) return;
  warned.add(model);
  emitWarning(`${model} is licensed ${license}: not for commercial use.`, {
    type: 'LicenseWarning',
    code: 'X_LICENSE',
  });
}

/** Returns true for a license that forbids commercial use. */
export function isNonCommercial(license: string): boolean {
  return /(^|-)nc(-|$)/.test(license.toLowerCase());
}
