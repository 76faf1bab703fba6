import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Where the controls fit on few lines; the style sheets say the same. */
const WIDE = '(width >= 40rem)';

/** Whether the window is wide, now and whenever that changes. */
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
