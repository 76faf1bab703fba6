import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HubServer } from './hub-server-options.ts';
import { startHubServer } from './start-hub-server.ts';

const weights = Buffer.from('0123456789');
const weightsOid = createHash('sha256').update(weights).digest('hex');
const commit = 'd'.repeat(40);
let folder: string;
let hub: HubServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-hub-server-'));
  await writeFile(join(folder, 'model.onnx'), weights);
  const files = { 'config.json': Buffer.from('{}'), 'onnx/model.onnx': join(folder, 'model.onnx') };
  hub = await startHubServer({ repositories: { 'org/tiny': files }, commit });
});

afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const getJson = async (path: string): Promise<unknown> => (await fetch(hub.url + path)).json();
const resolved = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${hub.url}/org/tiny/resolve/main/${path}`, init);

describe('the hub server', () => {
  it('returns the commit of a revision', async () => {
    expect(await getJson('/api/models/org/tiny')).toMatchObject({ id: 'org/tiny', sha: commit });
    expect(await getJson(`/api/models/org/tiny/revision/${commit}`)).toMatchObject({ sha: commit });
  });

  it('lists one level of a tree, or all levels', async () => {
    const config = { type: 'file', path: 'config.json', size: 2, oid: '9e26dfeeb6e641a33dae4961196235bdb965b21b' };
    const model = { type: 'file', path: 'onnx/model.onnx', size: 10, lfs: { oid: weightsOid, size: 10 } };
    const directory = { type: 'directory', path: 'onnx' };
    expect(await getJson('/api/models/org/tiny/tree/main')).toMatchObject([directory, config]);
    expect(await getJson('/api/models/org/tiny/tree/main?recursive=true')).toMatchObject([directory, config, model]);
    expect(await getJson('/api/models/org/tiny/tree/main/onnx')).toMatchObject([model]);
  });

  it.each([
    ['application/json', '{"paths":["config.json","none"]}'],
    ['application/x-www-form-urlencoded', 'paths=config.json&paths=none'],
  ])('responds to paths-info with the existing files, requested as %s', async (type, body) => {
    const request = { method: 'POST', headers: { 'content-type': type }, body };
    const response = await fetch(`${hub.url}/api/models/org/tiny/paths-info/main`, request);
    expect(await response.json()).toMatchObject([{ path: 'config.json' }]);
  });

  it('sends small files directly and redirects large ones to another origin', async () => {
    const small = await resolved('config.json', { method: 'HEAD' });
    expect(small.headers.get('etag')).toBe('"9e26dfeeb6e641a33dae4961196235bdb965b21b"');
    expect(small.headers.get('x-repo-commit')).toBe(commit);
    const large = await resolved('onnx/model.onnx', { method: 'HEAD', redirect: 'manual' });
    expect(large.status).toBe(302);
    expect(large.headers.get('x-linked-etag')).toBe(`"${weightsOid}"`);
    expect(large.headers.get('x-linked-size')).toBe('10');
    expect(large.headers.get('location')?.startsWith(`${hub.storageUrl}/`)).toBe(true);
    expect(await (await resolved('onnx/model.onnx')).text()).toBe('0123456789');
  });

  it.each([
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
  ])('responds to the range %s', async (range, status, text, contentRange) => {
    const response = await resolved('onnx/model.onnx', { headers: { range } });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(text);
    expect(response.headers.get('content-range')).toBe(contentRange);
  });

  it.each([
    ['/org/tiny/resolve/main/none', 404, 'EntryNotFound'],
    ['/org/tiny/resolve/v9/config.json', 404, 'RevisionNotFound'],
    ['/api/models/org/tiny/revision/v9', 404, 'RevisionNotFound'],
    ['/api/models/org/none/revision/main', 401, null],
  ])('refuses %s with %i %s', async (path, status, code) => {
    const response = await fetch(hub.url + path);
    expect([response.status, response.headers.get('x-error-code')]).toEqual([status, code]);
    expect(await response.json()).toHaveProperty('error');
  });

  it('tells a caller with a token that a repository does not exist', async () => {
    const response = await fetch(`${hub.url}/api/models/org/none`, { headers: { authorization: 'Bearer hf_x' } });
    expect([response.status, response.headers.get('x-error-code')]).toEqual([404, 'RepoNotFound']);
  });

  it('corrupts a byte on request, and records every request', async () => {
    const repositories = { 'org/tiny': { 'config.json': Buffer.from('abc') } };
    await using spoiled = await startHubServer({ repositories, fault: () => ({ kind: 'corrupt', offset: 1 }) });
    const bytes = Buffer.from(await (await fetch(`${spoiled.url}/org/tiny/resolve/main/config.json`)).arrayBuffer());
    expect([...bytes]).toEqual([0x61, 0x62 ^ 0xff, 0x63]);
    expect(spoiled.requests).toEqual([
      {
        host: 'hub',
        method: 'GET',
        url: '/org/tiny/resolve/main/config.json',
        authorization: undefined,
        range: undefined,
      },
    ]);
  });

  it('ignores ranges on request', async () => {
    const repositories = { 'org/tiny': { 'config.json': Buffer.from('abc') } };
    await using forgetful = await startHubServer({ repositories, fault: () => ({ kind: 'ignoreRange' }) });
    const response = await fetch(`${forgetful.url}/org/tiny/resolve/main/config.json`, {
      headers: { range: 'bytes=1-' },
    });
    expect([response.status, await response.text()]).toEqual([200, 'abc']);
  });

  it('can be stopped twice', async () => {
    const stopped = await startHubServer({ repositories: {} });
    await stopped[Symbol.asyncDispose]();
    await expect(stopped[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });

  it('with `xet`, responds to clients without the Xet protocol as the hub does', async () => {
    const content = Buffer.from('0123456789');
    await using xet = await startHubServer({ repositories: { 'org/tiny': { 'model.onnx': content } }, storage: 'xet' });
    const redirect = await fetch(`${xet.url}/org/tiny/resolve/main/model.onnx`, { redirect: 'manual' });
    expect(redirect.headers.get('x-linked-etag')).toBe(`"${weightsOid}"`);
    const xetHash = redirect.headers.get('x-xet-hash');
    const whole = await fetch(redirect.headers.get('location')!, { headers: { range: 'bytes=4-' } });
    expect(whole.headers.get('etag')).toBe(`"${xetHash}"`);
    expect(await whole.text()).toBe('456789');
    const tree = await (await fetch(`${xet.url}/api/models/org/tiny/tree/main`)).json();
    expect(tree).toMatchObject([{ lfs: { oid: weightsOid }, xetHash }]);
  });
});
