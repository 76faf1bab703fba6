import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';

import { openOwnTexts } from './own-texts-state.ts';

/** Wraps the page and accepts files that are dropped on it. */
export function DropZone({ children }: { children: ComponentChildren }): VNode {
  const isOver = useSignal(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    document.addEventListener('dragover', (event) => takeDrag(event, (over) => (isOver.value = over)), { signal });
    document.addEventListener('dragleave', ({ relatedTarget }) => (isOver.value &&= relatedTarget !== null), {
      signal,
    });
    document.addEventListener(
      'drop',
      (event) => {
        isOver.value = false;
        if (!hasFiles(event)) return;
        event.preventDefault();
        openOwnTexts([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    return () => controller.abort();
  }, []);
  return (
    <div class="page" data-drop={isOver}>
      {children}
      {isOver.value && (
        <p class="drop-hint" aria-hidden="true">
          Drop the files to search them
        </p>
      )}
    </div>
  );
}

function takeDrag(event: DragEvent, setOver: (over: boolean) => void): void {
  if (!hasFiles(event)) return;
  event.preventDefault();
  setOver(true);
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
