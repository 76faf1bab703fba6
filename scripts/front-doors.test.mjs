import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './set-up/workspace.mjs';
import { explainSwallowedFlags } from './swallowed-flags.mjs';

const usage = `Finds films.

  --query TEXT   what to look for
  --limit N      how many
  --top-k N      how many to show
  --web          a page
  --no-open      no browser
  --json         data
  -h, --help     print this help and exit
`;
const npm = { npm_config_user_agent: 'npm/11.0.0 node/v24.0.0', npm_lifecycle_event: 'demo' };

/**
 * @param {Record<string, string>} settings
 * @param {string[]} args
 */
function explain(settings, args = []) {
  return explainSwallowedFlags(usage, { args, environment: { ...npm, ...settings } });
}

it('explains where `--` belongs when npm took a flag', () => {
  expect(explain({ npm_config_web: 'true' })).toBe(
    'npm took --web for itself. Put `--` before flags: npm run demo -- --web',
  );
  expect(explain({ npm_config_top_k: 'true', npm_config_limit: 'true' }, ['5', '2'])).toBe(
    'npm took --limit, --top-k for itself. Put `--` before flags: npm run demo -- --limit N --top-k N',
  );
});

it('repeats the values that are known and the positional arguments', () => {
  expect(explain({ npm_config_query: 'toys come alive' })).toContain("npm run demo -- --query='toys come alive'");
  expect(explain({ npm_config_json: 'true' }, ['list'])).toContain('npm run demo -- list --json');
});

it('detects a flag that begins with `no`, which npm stores as an empty setting', () => {
  expect(explain({ npm_config_open: '' })).toContain('npm run demo -- --no-open');
  expect(explain({ npm_config_open: 'true' })).toBeUndefined();
});

it("returns undefined for npm's own settings, for flags that reached the program, and without npm", () => {
  expect(explain({ npm_config_noproxy: '', npm_config_cache: '/cache' })).toBeUndefined();
  expect(explain({ npm_config_json: 'true' }, ['--json'])).toBeUndefined();
  expect(explain({ npm_config_limit: '5' }, ['--limit=5'])).toBeUndefined();
  expect(explain({ npm_config_user_agent: 'pnpm/12.0.0', npm_config_web: 'true' })).toBeUndefined();
});

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

it.each([
  ['demo', 'web'],
  ['search', 'rerank'],
  ['index-cluster', 'queue'],
  ['server', 'cors'],
  ['models', 'json'],
  ['qdrant', 'port'],
  ['bench', 'quick'],
  ['eval', 'quick'],
  ['runs-on', 'json'],
  ['int8', 'sweep'],
  ['conformance', 'seed'],
])('npm run %s --%s prints the hint before anything is installed or built', (script, flag) => {
  const program = scripts[script].replace(/^node /, '');
  const env = { ...process.env, ...npm, npm_lifecycle_event: script, [`npm_config_${flag}`]: 'true' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { cwd: ROOT, env, encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`Put \`--\` before flags: npm run ${script} -- --${flag}`);
});

it.each(['bench', 'eval', 'runs-on', 'int8', 'conformance', 'check', 'example'])(
  'npm run %s -- -h prints the same as --help, and a wrong flag exits with 2, the reason and the usage',
  (script) => {
    const program = scripts[script].replace(/^node /, '');
    const [short, long, wrong] = [['-h'], ['--help'], ['--no-such-flag']].map((args) =>
      spawnSync(process.execPath, [program, ...args], { cwd: ROOT, encoding: 'utf8' }),
    );
    expect(short).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^ {2}-h, --help /m) });
    expect(long).toMatchObject({ status: 0, stdout: short?.stdout });
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong?.stderr.endsWith(`\n\n${short?.stdout}`), wrong?.stderr).toBe(true);
    expect(wrong?.stderr.split('\n')[0]).toContain('no-such-flag');
  },
);
