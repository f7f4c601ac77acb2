// The door to writing: fetched when somebody first writes, or left something unsent.
import { mount } from 'svelte';

import { undo } from '../../store/undo.svelte';
import { bring, t } from '../../text/text.svelte';
import { begin, type Writing } from './begin';
import Composers from './Composers.svelte';
import { composers } from './composers.svelte';

let ready: Promise<void> | undefined;

function prepare(): Promise<void> {
  ready ??= (async () => {
    await bring({ en: () => import('./en'), cy: () => import('./cy') });
    mount(Composers, { target: document.body });
    const restored = await composers.start();
    if (restored.length) undo.done(t('compose.restored', { n: restored.length }));
  })();
  return ready;
}

export async function open(writing: Writing): Promise<void> {
  await prepare();
  const draft = await begin(writing);
  if (draft.ok) composers.add(draft.value);
  else undo.problem(t(draft.problem.kind === 'offline' ? 'app.offline' : 'app.broken'));
}

/** Takes up what an earlier page left. */
export const restore = (): Promise<void> => prepare();
