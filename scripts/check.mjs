// npm run check -- [GATE ...]: everything CI runs after the tests, or only the gates named.
import { GATES } from './gates/gates.mjs';
import { reportGates, runGates } from './gates/run-gates.mjs';
import { setUp } from './set-up/set-up.mjs';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !GATES.some((gate) => gate.name === name));
if (unknown.length > 0) {
  const names = GATES.map((gate) => gate.name).join(', ');
  process.stderr.write(`No gate is called ${unknown.join(' or ')}. There are: ${names}.\n`);
  process.exit(2);
}

await setUp();
const results = await runGates(GATES.filter((gate) => wanted.length === 0 || wanted.includes(gate.name)));
process.stdout.write(reportGates(results));
process.exitCode = results.every((result) => result.problems.length === 0) ? 0 : 1;
