import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';

type Theme = 'light' | 'dark';

const KEY = 'theme';

/** Switches between light and dark. Until it is used, the page follows the system. */
export function ThemeButton(): VNode {
  const chosen = useSignal<Theme | undefined>(readTheme());
  useEffect(() => {
    if (chosen.value === undefined) return;
    document.documentElement.dataset['theme'] = chosen.value;
    remember(chosen.value);
  }, [chosen.value]);
  return (
    <button
      type="button"
      class="button button-quiet theme-button"
      aria-label="Light or dark"
      title="Light or dark"
      onClick={() => {
        chosen.value = (chosen.value ?? systemTheme()) === 'dark' ? 'light' : 'dark';
      }}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <circle cx="12" cy="12" r="8.5" />
        <path d="M12 3.5a8.5 8.5 0 0 1 0 17z" />
      </svg>
    </button>
  );
}

function systemTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

// `localStorage` throws when the browser blocks storage. The choice is then lost on reload.
function readTheme(): Theme | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is blocked, see above.
  }
}
