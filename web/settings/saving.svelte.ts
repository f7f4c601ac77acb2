// What is said when something was saved, or not.
import type { Answer } from '../jmap/answer';
import { undo } from '../store/undo.svelte';
import { t } from '../text/text.svelte';

export function told(answer: Answer<unknown>): boolean {
  if (answer.ok) undo.done(t('settings.saved'));
  else if (answer.problem.kind === 'offline') undo.problem(t('settings.offline'));
  else undo.problem(t('settings.notSaved'));
  return answer.ok;
}
