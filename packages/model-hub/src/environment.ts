import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the environment says about the hub and its cache. */
export interface HubEnvironment {
  readonly endpoint: string;
  readonly token: string | undefined;
  /** The file that may hold a token; `undefined` where the environment forbids using it unasked. */
  readonly tokenPath: string | undefined;
  readonly offline: boolean;
  readonly cacheDir: string;
  /** Where else models may lie: FastEmbed's cache, which has the same layout. */
  readonly otherCacheDirs: readonly string[];
  readonly proxy: ProxySettings;
}

/** Which proxy is to be used; each is absent where no variable names one. */
export interface ProxySettings {
  readonly httpProxy: string | undefined;
  readonly httpsProxy: string | undefined;
  /** Hosts to reach without it, separated by commas. */
  readonly noProxy: string | undefined;
}

/**
 * Reads the variables of Python's huggingface_hub by its rules (2.4.0, constants.py and utils/_auth.py), so that both see the
 * same cache: `HF_ENDPOINT`, `HF_TOKEN`, `HF_TOKEN_PATH`, `HF_HUB_DISABLE_IMPLICIT_TOKEN`, `HF_HUB_OFFLINE`, `HF_HUB_CACHE`, `HF_HOME`,
 * `XDG_CACHE_HOME` and the older `HUGGINGFACE_HUB_CACHE`, `HUGGING_FACE_HUB_TOKEN`, `TRANSFORMERS_OFFLINE`. Touches no file.
 *
 * `FASTEMBED_CACHE_PATH` is looked at as well, and written to when no variable of Hugging Face names a place. Proxies come from
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, whose lower-case forms go first, as with curl.
 *
 * One rule differs: an empty variable counts as absent, where Python would take the current folder for a cache.
 */
export function readHubEnvironment(variables: NodeJS.ProcessEnv = process.env): HubEnvironment {
  const expand = (path: string): string => expandPath(path, variables);
  const home = expand(variables.HF_HOME || join(variables.XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface'));
  const mayReadToken = !isTrue(variables.HF_HUB_DISABLE_IMPLICIT_TOKEN);
  const named = variables.HF_HUB_CACHE || variables.HUGGINGFACE_HUB_CACHE;
  const fastEmbed = variables.FASTEMBED_CACHE_PATH ? expand(variables.FASTEMBED_CACHE_PATH) : undefined;
  const hubCache = expand(named || join(home, 'hub'));
  const isFastEmbedFirst = fastEmbed !== undefined && !named && !variables.HF_HOME;
  const cacheDir = isFastEmbedFirst ? fastEmbed : hubCache;
  return {
    endpoint: variables.HF_ENDPOINT || 'https://huggingface.co',
    token: cleanToken(variables.HF_TOKEN || variables.HUGGING_FACE_HUB_TOKEN),
    tokenPath: mayReadToken ? expand(variables.HF_TOKEN_PATH || join(home, 'token')) : undefined,
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

/** The token without the line break that editors and `echo` leave; `undefined` when nothing remains. */
export function cleanToken(token: string | undefined): string | undefined {
  return token?.replace(/[\r\n]/g, '').trim() || undefined;
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 'ON', 'YES', 'TRUE'].includes(value.toUpperCase());
}

/** `~` at the start, `$NAME` and `${NAME}`; what is not set stays as it is, as in Python. */
function expandPath(path: string, variables: NodeJS.ProcessEnv): string {
  return path
    .replace(/^~(?=$|[/\\])/, () => homedir())
    .replace(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (whole, braced?: string, bare?: string) => variables[braced ?? bare ?? ''] ?? whole,
    );
}
