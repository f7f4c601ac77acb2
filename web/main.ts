import './style/tokens.css';
import './style/base.css';

import { mount } from 'svelte';

import App from './app/App.svelte';
import { registerMail } from './mail/commands/all';
import { options } from './store/options.svelte';
import { followLink } from './signin/links';
import { session } from './store/session.svelte';
import { undo } from './store/undo.svelte';
import { speak, t } from './text/text.svelte';

registerMail();
const words = speak(options.now.language);
const start = session.start();
// A part of the page that cannot be fetched: one is offline, or the pages were renewed since this one was opened.
window.addEventListener('vite:preloadError', (event) => {
  event.preventDefault();
  undo.problem(t(session.isOffline ? 'app.offline' : 'app.renewed'));
});
const target = document.getElementById('app');
await words;
if (target) mount(App, { target });
await start;
await followLink();
