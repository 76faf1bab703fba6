import { homedir } from 'node:os';
import { join } from 'node:path';

/** Settings of the hub and its cache in the environment. */
export interface HubEnvironment {
  readonly endpoint: string;
  /** `undefined` when `HF_HUB_DISABLE_IMPLICIT_TOKEN` forbids tokens that the caller does not pass. The same applies to `tokenPath`. */
  readonly token: string | undefined;
  /** The file that may contain a token. */
  readonly tokenPath: string | undefined;
  readonly offline: boolean;
  readonly cacheDir: string;
  /** Further caches to search: FastEmbed's cache, which has the same layout, or Hugging Face's when FastEmbed's is `cacheDir`. */
  readonly otherCacheDirs: readonly string[];
  readonly proxy: ProxySettings;
}

/** Proxies to use. Each is `undefined` when no variable names one. */
export interface ProxySettings {
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  /** Hosts to reach without a proxy, separated by commas. */
  readonly noProxy: string | undefined;
}

/**
 * Reads the environment variables of Python's huggingface_hub by its rules (2.4.0, constants.py and utils/_auth.py), so that both use the same cache:
 * `HF_ENDPOINT`, `HF_TOKEN`, `HF_TOKEN_PATH`, `HF_HUB_DISABLE_IMPLICIT_TOKEN`, `HF_HUB_OFFLINE`, `HF_HUB_CACHE`, `HF_HOME`, `XDG_CACHE_HOME` and the
 * older `HUGGINGFACE_HUB_CACHE`, `HUGGING_FACE_HUB_TOKEN`, `TRANSFORMERS_OFFLINE`. It accesses no file.
 *
 * `FASTEMBED_CACHE_PATH` names a further cache. It is the cache to write to when no variable of Hugging Face names one. Proxies come from
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; their lower-case forms take precedence, as with curl.
 *
 * One rule differs: an empty variable counts as absent, while Python would use the current folder as the cache.
 */
export function readHubEnvironment(variables: NodeJS.ProcessEnv = process.env): HubEnvironment {
  const expand = (path: string): string => expandPath(path, variables);
  const home = expand(variables.HF_HOME || join(variables.XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface'));
  const mayUseToken = !isTrue(variables.HF_HUB_DISABLE_IMPLICIT_TOKEN);
  const named = variables.HF_HUB_CACHE || variables.HUGGINGFACE_HUB_CACHE;
  const fastEmbed = variables.FASTEMBED_CACHE_PATH ? expand(variables.FASTEMBED_CACHE_PATH) : undefined;
  const hubCache = expand(named || join(home, 'hub'));
  const isFastEmbedFirst = fastEmbed !== undefined && !named && !variables.HF_HOME;
  const cacheDir = isFastEmbedFirst ? fastEmbed : hubCache;
  return {
    endpoint: variables.HF_ENDPOINT || 'https://huggingface.co',
    token: mayUseToken ? cleanToken(variables.HF_TOKEN || variables.HUGGING_FACE_HUB_TOKEN) : undefined,
    tokenPath: mayUseToken ? expand(variables.HF_TOKEN_PATH || join(home, 'token')) : undefined,
    offline: isTrue(variables.HF_HUB_OFFLINE || variables.TRANSFORMERS_OFFLINE),
    cacheDir,
    otherCacheDirs: [hubCache, fastEmbed].filter((place) => place !== undefined && place !== cacheDir) as string[],
    proxy: {
      httpProxy: variables.http_proxy || variables.HTTP_PROXY || undefined,
      httpsProxy: variables.https_proxy || variables.HTTPS_PROXY || undefined,
      noProxy: variables.no_proxy || variables.NO_PROXY || undefined,
    },
  };
}

/** Returns the token without the line break that editors and `echo` add; `undefined` when nothing remains. */
export function cleanToken(token: string | undefined): string | undefined {
  return token?.replace(/[\r\n]/g, '').trim() || undefined;
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 'ON', 'YES', 'TRUE'].includes(value.toUpperCase());
}

/** Expands a leading `~`, `$NAME` and `${NAME}`. Unset variables are not changed, as in Python. */
function expandPath(path: string, variables: NodeJS.ProcessEnv): string {
  return path
    .replace(/^~(?=$|[/\\])/, () => homedir())
    .replace(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (whole, braced?: string, bare?: string) => variables[braced ?? bare ?? ''] ?? whole,
    );
}
