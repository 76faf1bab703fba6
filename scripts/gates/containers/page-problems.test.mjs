import { expect, it } from 'vitest';
import { run } from '../../set-up/run.mjs';
import { manifestProblem, unitProblem } from './page-problems.mjs';

const service = `apiVersion: v1
kind: Service
metadata: { name: search }
spec:
  ports: [{ name: http, port: 8080 }]
`;

it('finds no problem in a manifest that matches the types of Kubernetes', async () => {
  expect(await manifestProblem(service)).toBe('');
});

it.each([
  ['an unknown field', 'ports:', 'portz:', /portz"' does not exist in type 'IServiceSpec'/],
  ['a value of a wrong type', '8080', "'http'", /Type 'string' is not assignable to type 'number'/],
  ['an unknown kind', 'kind: Service', 'kind: Servant', /IServant/],
])('reports %s in a manifest', async (_, from, to, problem) => {
  expect(await manifestProblem(service.replace(from, to))).toMatch(problem);
});

const hasSystemd = (await run('systemd-analyze', ['--version'], { capture: true })).code === 0;

it.skipIf(!hasSystemd)('reports a directive of a unit that systemd does not know', async () => {
  const unit = '[Service]\nExecStart=/usr/bin/node --version\nMemoryMaximum=2G\n';
  expect(await unitProblem('search.service', unit)).toMatch(/Unknown key.* 'MemoryMaximum'/);
  expect(await unitProblem('search.service', unit.replace('Maximum', 'Max'))).toBe('');
});
