// Why a step on the way in was refused, in a sentence.
import type { Problem } from '../jmap/answer';
import { t } from '../text/text.svelte';

const known = [
  ...['wrongPassword', 'locked', 'suspended', 'tooManyTries', 'tooManyCodes', 'samePassword', 'wrongCode', 'codeNotValid'],
  ...['linkNotValid', 'badAddress', 'conditionsChanged', 'secondFactorRequired'],
];

export function sentence(problem: Problem): string {
  if (problem.kind === 'offline') return t('signin.offline');
  if (problem.kind === 'signedOut') return t('signin.tooLate');
  if (problem.kind !== 'refused') return t('signin.other');
  if (problem.type === 'weakPassword') return t(`signin.weak.${String(problem.details?.weakness)}`);
  return t(known.includes(problem.type) ? `signin.${problem.type}` : 'signin.other');
}
