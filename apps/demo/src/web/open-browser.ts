/** What tells whether somebody sits in front of a desktop. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a person reads the output. */
  readonly isTerminal: boolean;
}

/** Whether a browser can be opened for whoever started the program: not in CI, without a terminal, or over SSH. */
export function hasDesktop({ platform, environment, isTerminal }: Surroundings): boolean {
  const { CI, SSH_CONNECTION, DISPLAY, WAYLAND_DISPLAY } = environment;
  if (!isTerminal || isSet(CI) || isSet(SSH_CONNECTION)) return false;
  return platform === 'darwin' || platform === 'win32' || isSet(DISPLAY) || isSet(WAYLAND_DISPLAY);
}

/** Opens the browser that the desktop is set to. Where there is none nothing happens: the address stands in the terminal. */
export async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import('open');
  await open(url).catch(() => undefined);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
