import { type Fault, type HubRequest, startHubServer } from '@x/hub-server';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { withVariables } from '../__fixtures__/with-variables.ts';
import { resolveModel } from '../resolve-model.ts';
import { resolveUnlistedModel } from '../resolve-unlisted-model.ts';

const modelFile = 'onnx/model.onnx';
const token = 'hf_T0pS3cret';
const repositories = { 'org/tiny': tinyRepository };

/** Returns everything that a log could print of an error: message, stack, fields and all causes. */
function everythingOf(error: unknown): string {
  const parts = [inspect(error, { depth: 20, showHidden: true })];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    parts.push(cause.message, String(cause.stack), JSON.stringify(cause), JSON.stringify(Object.entries(cause)));
  }
  return parts.join('\n');
}

const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status: code,
  headers,
});
const faults: [string, (request: HubRequest) => Fault | undefined][] = [
  ...[400, 401, 403, 404, 408, 429, 500, 503].map((code): [string, () => Fault] => [
    `HTTP ${code}`,
    () => status(code),
  ]),
  ['a gated repository', () => status(403, { 'x-error-code': 'GatedRepo' })],
  ['a web page', () => ({ kind: 'status', status: 200, body: '<html></html>' })],
  ['redirects in a circle', () => status(302, { location: '/api/again?signature=secret' })],
  ['a broken connection', ({ url }) => (url.includes('signature') ? { kind: 'cut', afterBytes: 9 } : undefined)],
  ['a refusal by the storage', ({ url }) => (url.includes('signature') ? status(403) : undefined)],
  ['a storage that fails', ({ url }) => (url.includes('signature') ? status(500) : undefined)],
  ['a changed byte', ({ url }) => (url.includes('signature') ? { kind: 'corrupt', offset: 9 } : undefined)],
];

describe('a token', () => {
  it.each(faults)('appears in no part of the error after %s, nor does a signed URL', async (_, fault) => {
    await using hub = await startHubServer({ repositories, token, fault });
    await using cache = await temporaryFolder();
    const options = {
      modelFile,
      cacheDir: cache.path,
      endpoint: hub.url,
      token,
      clock: instantClock(),
      maxAttempts: 2,
    };
    const error: unknown = await resolveModel('org/tiny', options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: expect.stringMatching(/^DOWNLOAD$|^MODEL_FILE$/) });
    expect(everythingOf(error)).not.toMatch(/T0pS3cret|signature/);
  });

  it('is not sent to redirect targets, even by a fetch that would forward it', async () => {
    const storage: (string | null)[] = [];
    await using hub = await startHubServer({ repositories, token });
    await using cache = await temporaryFolder();
    const fetch: typeof globalThis.fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      if (typeof input === 'string' && input.startsWith(hub.storageUrl)) storage.push(headers.get('authorization'));
      return globalThis.fetch(input, init);
    };
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, token, fetch });
    expect(storage).toEqual([null]);
  });

  it('is not sent to another host that the hub’s API redirects to', async () => {
    await using other = await startHubServer({ repositories });
    await using hub = await startHubServer({
      repositories,
      fault: ({ url }) => status(307, { location: `${other.url}${url}` }),
    });
    await using cache = await temporaryFolder();
    await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, endpoint: hub.url, token });
    expect(new Set(hub.requests.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${token}`]));
    expect(new Set(other.requests.map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
  });

  it.each([
    ['option', { token: 'hf_T0pS3cret\nX-Evil: 1' }, {}],
    ['variable', {}, { HF_TOKEN: 'hf_T0pS3cret…' }],
  ])('that is not a valid header value is refused as %s without being shown', async (_, option, variables) => {
    await using cache = await temporaryFolder();
    await withVariables(variables, async () => {
      const options = { modelFile, cacheDir: cache.path, endpoint: 'http://127.0.0.1:9', ...option };
      const error: unknown = await resolveModel('org/tiny', options).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
      expect(everythingOf(error)).not.toContain('T0pS3cret');
    });
  });

  it('is read from the file in HF_TOKEN_PATH, and refused without being shown when it is invalid', async () => {
    await using hub = await startHubServer({ repositories, token });
    await using folder = await temporaryFolder();
    await folder.write({ good: `${token}\n`, bad: 'hf_T0pS3cret…' });
    const options = { modelFile, cacheDir: `${folder.path}/cache`, endpoint: hub.url };
    await withVariables({ HF_TOKEN: '', HF_TOKEN_PATH: `${folder.path}/good` }, async () => {
      await expect(resolveModel('org/tiny', options)).resolves.toMatchObject({ source: 'hub' });
    });
    await withVariables({ HF_TOKEN: '', HF_TOKEN_PATH: `${folder.path}/bad` }, async () => {
      const attempt = resolveModel('org/tiny', { ...options, source: 'hub' });
      await expect(attempt).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      expect(everythingOf(await attempt.catch((reason: unknown) => reason))).not.toContain('T0pS3cret');
    });
  });

  it('of the environment is not sent when implicit tokens are forbidden, but one that is passed is', async () => {
    await using hub = await startHubServer({ repositories });
    await using folder = await temporaryFolder();
    const options = { modelFile, endpoint: hub.url };
    const variables = { HF_TOKEN: token, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' };
    const sent = (): Set<string | undefined> => new Set(hub.requests.map(({ authorization }) => authorization));
    await withVariables(variables, async () => {
      await resolveModel('org/tiny', { ...options, cacheDir: `${folder.path}/a` });
      expect(sent()).toEqual(new Set([undefined]));
      await resolveModel('org/tiny', { ...options, cacheDir: `${folder.path}/b`, token: 'hf_passed' });
      expect(sent()).toEqual(new Set([undefined, 'Bearer hf_passed']));
    });
  });

  it.each([
    ['option token', { token }, {}],
    ['HF_TOKEN', {}, { HF_TOKEN: token }],
    ['token file', {}, { HF_TOKEN: '' }],
  ])(
    'that the hub refuses is named by its place (%s), and the model does not count as unknown',
    async (place, option, variables) => {
      const refusal = status(401, { 'x-error-message': 'Invalid credentials in Authorization header' });
      await using hub = await startHubServer({ repositories, fault: () => refusal });
      await using folder = await temporaryFolder();
      await folder.write({ 'token file': token });
      await withVariables({ ...variables, HF_TOKEN_PATH: `${folder.path}/token file` }, async () => {
        const options = { cacheDir: folder.path, endpoint: hub.url, ...option };
        const attempt = resolveUnlistedModel('org/tiny', options, { kind: 'reranker', knownModels: [] });
        await expect(attempt).rejects.toMatchObject({
          code: 'DOWNLOAD',
          status: 401,
          message: expect.stringMatching(new RegExp(`^The token \\(.*${place}\\) is invalid or has expired\\.`)),
        });
        expect(everythingOf(await attempt.catch((reason: unknown) => reason))).not.toContain('T0pS3cret');
      });
    },
  );
});
