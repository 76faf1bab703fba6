import { expect, it } from 'vitest';

import { hasDesktop, type Surroundings } from './open-browser.ts';

const linux: Surroundings = { platform: 'linux', environment: { DISPLAY: ':0' }, isTerminal: true };

it.each<[string, Surroundings, boolean]>([
  ['X11', linux, true],
  ['Wayland', { ...linux, environment: { WAYLAND_DISPLAY: 'wayland-0' } }, true],
  ['macOS', { ...linux, platform: 'darwin', environment: {} }, true],
  ['Windows', { ...linux, platform: 'win32', environment: {} }, true],
  ['a machine without a screen', { ...linux, environment: {} }, false],
  ['an empty DISPLAY', { ...linux, environment: { DISPLAY: '' } }, false],
  ['CI', { ...linux, environment: { DISPLAY: ':0', CI: 'true' } }, false],
  ['SSH', { ...linux, environment: { DISPLAY: ':10', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' } }, false],
  ['output that is piped', { ...linux, isTerminal: false }, false],
])('hasDesktop with %s: %j → %s', (_, surroundings, expected) => {
  expect(hasDesktop(surroundings)).toBe(expected);
});
