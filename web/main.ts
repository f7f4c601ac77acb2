import './style/tokens.css';
import './style/base.css';

import { mount } from 'svelte';

import App from './app/App.svelte';
import { registerMail } from './mail/commands/all';
import { options } from './store/options.svelte';
import { session } from './store/session.svelte';
import { speak } from './text/text.svelte';

registerMail();
const words = speak(options.now.language);
const start = session.start();
const target = document.getElementById('app');
await words;
if (target) mount(App, { target });
await start;
