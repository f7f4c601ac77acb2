// The link of a notice that proves an address (/#/verify/TOKEN), followed by somebody who is signed in here.
import { verifyLink } from '../jmap/signin';
import { session } from '../store/session.svelte';
import { undo } from '../store/undo.svelte';
import { t } from '../text/text.svelte';
import { sentence } from './refusals';

export async function followLink(): Promise<void> {
  const link = /^#\/verify\/([\w-]+)$/.exec(window.location.hash);
  if (!link?.[1] || session.phase !== 'signedIn') return;
  window.history.replaceState(window.history.state, '', window.location.pathname);
  const answer = await verifyLink(link[1]);
  if (answer.ok) undo.done(t('signin.verified'));
  else undo.problem(sentence(answer.problem));
}
