// Why something that guards the account was not done, in a sentence.
import type { Problem } from '../../jmap/answer';
import { t } from '../../text/text.svelte';

const known = [
  ...['wrongPassword', 'locked', 'tooManyTries', 'tooManyCodes', 'wrongCode', 'codeNotValid', 'samePassword'],
  ...['secondFactorRequired', 'noRecoveryAddress', 'badAddress'],
];

export function sentence(problem: Problem): string {
  if (problem.kind === 'offline') return t('settings.offline');
  if (problem.kind !== 'refused') return t('settings.notSaved');
  if (problem.type === 'weakPassword') return t(`signin.weak.${String(problem.details?.weakness)}`);
  return known.includes(problem.type) ? t(`security.problem.${problem.type}`) : t('settings.notSaved');
}
