import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** The width from which the controls fit on few lines. The style sheets use the same value. */
const WIDE = '(width >= 40rem)';

/** Returns a signal that tells whether the window is wide. */
export function useWide(): ReadonlySignal<boolean> {
  const isWide = useSignal(matchMedia(WIDE).matches);
  useEffect(() => {
    const media = matchMedia(WIDE);
    const update = (): void => {
      isWide.value = media.matches;
    };
    media.addEventListener('change', update);
    return () => media.removeEventListener('change', update);
  }, []);
  return isWide;
}
