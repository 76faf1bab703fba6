import './styles/index.css';

import { render } from 'preact';

import { followState } from './api/follow-state.ts';
import { App } from './app.tsx';
import { keepAddress } from './state/page-settings.ts';
import { searchOnChange } from './state/search-session.ts';
import { connection, serverState } from './state/server-state.ts';

followState({
  onState: (state) => {
    serverState.value = state;
  },
  onConnection: (heard) => {
    connection.value = heard;
  },
});
keepAddress();
searchOnChange();

const root = document.querySelector('#page');
if (root !== null) render(<App />, root);
