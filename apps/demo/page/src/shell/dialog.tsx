import type { Signal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: Signal<boolean>;
  /** Called when the visitor closes the dialog by any means. */
  readonly onClose?: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog. The browser keeps the focus inside, closes the dialog on Escape, and then restores the focus. */
export function Dialog({ title, isOpen, onClose, children }: DialogProps): VNode {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen.value) element.current?.showModal();
    else element.current?.close();
  }, [isOpen.value]);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onClose={() => {
        isOpen.value = false;
        onClose?.();
      }}
      onClick={({ target, currentTarget }) => {
        // The content covers the box of the dialog, so only a click on the backdrop has the dialog as its target.
        if (target === currentTarget) currentTarget.close();
      }}
    >
      {isOpen.value && (
        <div class="dialog-box">
          <header class="dialog-head">
            <h2 id={id}>{title}</h2>
            <button
              type="button"
              class="button button-quiet"
              aria-label="Close"
              onClick={() => element.current?.close()}
            >
              ✕
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
