import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** The pause after which a drag triggers a search. It avoids a search at every step of the drag. */
const PAUSE_MS = 120;

/** A slider for a whole number from 1 to `max`. The number follows the thumb immediately. `onChange` is called when the thumb pauses. */
export function Slider({ label, value, max, onChange }: SliderProps): VNode {
  const id = useId();
  const draft = useSignal(value);
  const pause = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    draft.value = value;
    return () => clearTimeout(pause.current);
  }, [value]);
  return (
    <div class="field slider">
      <label class="field-label" for={id}>
        {label}
      </label>
      <output class="slider-value" for={id}>
        {draft.value}
      </output>
      <input
        id={id}
        type="range"
        min={1}
        max={max}
        disabled={max === 1}
        value={draft.value}
        onInput={({ currentTarget }) => {
          const chosen = currentTarget.valueAsNumber;
          draft.value = chosen;
          clearTimeout(pause.current);
          pause.current = setTimeout(() => onChange(chosen), PAUSE_MS);
        }}
      />
    </div>
  );
}
