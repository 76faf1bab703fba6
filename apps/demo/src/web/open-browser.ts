/** The facts that tell whether the user has a desktop. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  /** True if the output goes to a terminal. */
  readonly isTerminal: boolean;
}

/** Returns whether the program can open a browser for the user: not in CI, without a terminal, or over SSH. */
export function hasDesktop({ platform, environment, isTerminal }: Surroundings): boolean {
  const { CI, SSH_CONNECTION, DISPLAY, WAYLAND_DISPLAY } = environment;
  if (!isTerminal || isSet(CI) || isSet(SSH_CONNECTION)) return false;
  return platform === 'darwin' || platform === 'win32' || isSet(DISPLAY) || isSet(WAYLAND_DISPLAY);
}

/** Opens the default browser. Without one, does nothing, because the terminal shows the URL. */
export async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import('open');
  await open(url).catch(() => undefined);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
