import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LINUX = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** Returns the path of a browser that Playwright can drive: `CHROMIUM_PATH`, or a browser in a usual folder of the system. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH: named, PATH = '', ProgramFiles, 'ProgramFiles(x86)': programFiles86 } = process.env;
  if (named !== undefined && named !== '') return named;
  const programs = [ProgramFiles, programFiles86].filter((folder) => folder !== undefined);
  const places: Partial<Record<NodeJS.Platform, string[]>> = {
    linux: LINUX.flatMap((name) => [...PATH.split(':'), '/usr/bin'].map((folder) => join(folder, name))),
    darwin: MAC.map((name) => join('/Applications', name)),
    win32: WINDOWS.flatMap((name) => programs.map((folder) => join(folder, name))),
  };
  return places[process.platform]?.find((path) => existsSync(path) && canStart(path));
}

/** Returns whether the browser starts. On Ubuntu, the file may be a script that only asks to install a snap. */
function canStart(path: string): boolean {
  return (
    process.platform !== 'linux' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
  );
}

/** The message for a machine without Chromium. */
export const CHROMIUM_IS_MISSING =
  'The page tests are skipped because no Chromium was found. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH to its executable.';
