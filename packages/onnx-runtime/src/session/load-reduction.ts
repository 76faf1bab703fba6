import { XError } from '@x/core';

import type { Reduction, ReductionModule, ReductionReference } from './reduction.ts';

/**
 * Imports a module and creates its reduction.
 *
 * @throws {Error} naming the module when it cannot be imported or does not export `createReduction`. Errors of `createReduction` and typed
 * errors of the module are thrown unchanged.
 */
export async function loadReduction({ module, options }: ReductionReference): Promise<Reduction> {
  const { createReduction } = await importModule(module);
  if (typeof createReduction !== 'function') {
    throw new TypeError(`the reduction module "${nameOf(module)}" does not export a function named createReduction`);
  }
  return createReduction(options as never);
}

async function importModule(module: string): Promise<Partial<ReductionModule>> {
  try {
    // Bundlers must not resolve the address: only the caller knows it.
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ module)) as Partial<ReductionModule>;
  } catch (error) {
    if (XError.isInstance(error)) throw error;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const failure = new Error(`the reduction module "${nameOf(module)}" cannot be loaded: ${withoutImporter(message)}`);
    // The places in the module, which the caller can correct, and not this one.
    if (stack !== undefined) failure.stack = withoutImporter(stack);
    throw failure;
  }
}

/** Removes the address of the importer, which in a worker contains the worker's whole program. */
function withoutImporter(text: string): string {
  return text.replaceAll(/ (?:imported )?from (["']?)data:text\/javascript;base64,[\w+/=]*\1/g, '');
}

/** Returns the start of a long address: a `data:` URL contains the module itself. */
function nameOf(module: string): string {
  return module.length <= longestName ? module : `${module.slice(0, longestName)}…`;
}

const longestName = 300;
