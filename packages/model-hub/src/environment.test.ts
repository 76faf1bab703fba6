import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHubEnvironment } from './environment.ts';

describe('readHubEnvironment', () => {
  it('uses Hugging Face’s defaults', () => {
    const home = join(homedir(), '.cache', 'huggingface');
    expect(readHubEnvironment({})).toEqual({
      endpoint: 'https://huggingface.co',
      token: undefined,
      tokenPath: join(home, 'token'),
      offline: false,
      cacheDir: join(home, 'hub'),
      otherCacheDirs: [],
      proxy: { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined },
    });
  });

  it('also reads FastEmbed’s cache, and writes to it when no variable of Hugging Face names a cache', () => {
    const hubCache = join(homedir(), '.cache', 'huggingface', 'hub');
    const fastEmbed = { FASTEMBED_CACHE_PATH: '/fe' };
    expect(readHubEnvironment(fastEmbed)).toMatchObject({ cacheDir: '/fe', otherCacheDirs: [hubCache] });
    const both = readHubEnvironment({ ...fastEmbed, HF_HUB_CACHE: '/hub' });
    expect(both).toMatchObject({ cacheDir: '/hub', otherCacheDirs: ['/fe'] });
    const home = readHubEnvironment({ ...fastEmbed, HF_HOME: '/home' });
    expect(home).toMatchObject({ cacheDir: join('/home', 'hub'), otherCacheDirs: ['/fe'] });
    expect(readHubEnvironment({ FASTEMBED_CACHE_PATH: '' })).toMatchObject({ cacheDir: hubCache, otherCacheDirs: [] });
  });

  it('reads proxies and prefers variables in lower case', () => {
    const { proxy } = readHubEnvironment({ HTTPS_PROXY: 'http://a', https_proxy: 'http://b', NO_PROXY: 'c' });
    expect(proxy).toEqual({ httpProxy: undefined, httpsProxy: 'http://b', noProxy: 'c' });
  });

  it('prefers HF_HUB_CACHE, then HUGGINGFACE_HUB_CACHE, then HF_HOME, then XDG_CACHE_HOME', () => {
    const variables: NodeJS.ProcessEnv = { XDG_CACHE_HOME: '/xdg' };
    expect(readHubEnvironment(variables).cacheDir).toBe(join('/xdg', 'huggingface', 'hub'));
    variables.HF_HOME = '/home/hf';
    expect(readHubEnvironment(variables).cacheDir).toBe(join('/home/hf', 'hub'));
    variables.HUGGINGFACE_HUB_CACHE = '/old';
    expect(readHubEnvironment(variables).cacheDir).toBe('/old');
    variables.HF_HUB_CACHE = '/new';
    expect(readHubEnvironment(variables).cacheDir).toBe('/new');
  });

  it('expands ~ and variables, and does not change unset variables', () => {
    expect(readHubEnvironment({ HF_HUB_CACHE: '~/hub' }).cacheDir).toBe(`${homedir()}/hub`);
    expect(readHubEnvironment({ HF_HUB_CACHE: '$BASE/${NAME}/$NONE', BASE: '/b', NAME: 'n' }).cacheDir).toBe(
      '/b/n/$NONE',
    );
  });

  it('treats an empty variable as absent', () => {
    expect(readHubEnvironment({ HF_HOME: '', HF_HUB_CACHE: '', HF_ENDPOINT: '', HF_TOKEN: '' })).toEqual(
      readHubEnvironment({}),
    );
  });

  it.each(['1', 'true', 'TRUE', 'Yes', 'on'])('is offline when HF_HUB_OFFLINE is %s', (value) => {
    expect(readHubEnvironment({ HF_HUB_OFFLINE: value }).offline).toBe(true);
  });

  it.each(['0', 'false', 'no', 'maybe'])('is online when HF_HUB_OFFLINE is %s', (value) => {
    expect(readHubEnvironment({ HF_HUB_OFFLINE: value }).offline).toBe(false);
  });

  it('strips the line break of the token, and uses neither variable nor file when implicit tokens are forbidden', () => {
    expect(readHubEnvironment({ HF_TOKEN: ' hf_a\n' }).token).toBe('hf_a');
    const forbidden = readHubEnvironment({ HF_HUB_DISABLE_IMPLICIT_TOKEN: '1', HF_TOKEN: 'hf_a' });
    expect(forbidden).toMatchObject({ token: undefined, tokenPath: undefined });
  });
});
