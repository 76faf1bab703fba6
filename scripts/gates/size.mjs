// Checks the size of each tarball against its budget.
import { readFileSync, statSync } from 'node:fs';
import { packAll } from './pack.mjs';

const BUDGET_FILE = 'scripts/gates/size-budgets.json';

/**
 * Compares each tarball with its budget in size-budgets.json.
 *
 * @returns {Promise<import('./run-gates.mjs').GateResult>}
 */
export async function checkSizes() {
  const budgets = JSON.parse(readFileSync(new URL('size-budgets.json', import.meta.url), 'utf8'));
  const tarballs = await packAll();
  const sizes = new Map([...tarballs].map(([name, file]) => [name, statSync(file).size / 1000]));
  return { problems: compareSizes(sizes, budgets), note: describeLargest(sizes) };
}

/**
 * Compares sizes with budgets.
 *
 * @param {ReadonlyMap<string, number>} sizes packed size by package, in kB (1000 bytes)
 * @param {Readonly<Record<string, number>>} budgets maximum size by package, in kB
 * @returns {string[]} problems
 */
export function compareSizes(sizes, budgets) {
  const problems = [];
  for (const [name, size] of sizes) {
    const budget = budgets[name];
    const measured = `The tarball of ${name} is ${size.toFixed(1)} kB`;
    if (budget === undefined) problems.push(`${measured} and has no budget: add one to ${BUDGET_FILE}.`);
    else if (size > budget)
      problems.push(
        `${measured}, over its budget of ${budget} kB: make it smaller, or raise the budget in ${BUDGET_FILE}.`,
      );
  }
  const gone = Object.keys(budgets).filter((name) => !sizes.has(name));
  return [
    ...problems,
    ...gone.map(
      (name) => `${BUDGET_FILE} has a budget for ${name}, which is not a published package: remove the budget.`,
    ),
  ];
}

/** @param {ReadonlyMap<string, number>} sizes */
function describeLargest(sizes) {
  const code = [...sizes].filter(([name]) => !name.startsWith('@x/model-') || name === '@x/model-hub');
  const [name = '', size = 0] = code.toSorted((a, b) => b[1] - a[1])[0] ?? [];
  return `largest package without weights: ${name}, ${size.toFixed(1)} kB`;
}
