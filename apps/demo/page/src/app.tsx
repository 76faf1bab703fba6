import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';

import { CompareView } from './compare/compare-view.tsx';
import { ControlBar } from './controls/control-bar.tsx';
import { QueryForm } from './controls/query-form.tsx';
import { ModelDialog } from './models/model-dialog.tsx';
import { OwnTextsDialog } from './own-texts/own-texts-dialog.tsx';
import { ResultView } from './results/result-view.tsx';
import { SearchNotice } from './results/search-notice.tsx';
import { DropZone } from './own-texts/drop-zone.tsx';
import { Masthead } from './shell/masthead.tsx';
import { settings } from './state/page-settings.ts';
import { cancelSearch } from './state/search-session.ts';

/** The whole page. */
export function App(): VNode {
  useEffect(() => {
    const cancelOnEscape = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') cancelSearch();
    };
    document.addEventListener('keydown', cancelOnEscape);
    return () => document.removeEventListener('keydown', cancelOnEscape);
  }, []);
  return (
    <DropZone>
      <Masthead />
      <main>
        <h1 class="visually-hidden">Retrieve, then rerank</h1>
        <QueryForm />
        <ControlBar />
        <SearchNotice />
        {settings.value.compare && settings.value.way === 'two' ? <CompareView /> : <ResultView />}
      </main>
      <footer>
        Everything runs on this machine. Your own texts stay in its memory and are deleted when the demo stops.
      </footer>
      <OwnTextsDialog />
      <ModelDialog />
    </DropZone>
  );
}
