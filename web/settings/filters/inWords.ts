// A filter as a sentence.
import type { Id } from '../../jmap/standard';
import { t } from '../../text/text.svelte';
import { choices } from './folders';
import { needsValue, type Rule } from './rules';

export function inWords(rule: Rule, accountId: Id): string {
  const folders = new Map(choices(accountId).map((one) => [one.id, one.label]));
  const tests = rule.tests.map((test) => {
    const words = `${t(`filters.field.${test.field}`)} ${t(`filters.compare.${test.field === 'attachment' ? `attachment.${test.comparison}` : test.comparison}`)}`;
    if (!needsValue(test)) return words;
    return `${words} ${test.field === 'size' ? t('filters.megabytes', { value: test.value }) : `“${test.value}”`}`;
  });
  const actions = rule.actions.map(({ deed, value }) =>
    t(`filters.did.${deed}`, { value: deed === 'move' || deed === 'copy' ? (folders.get(value) ?? '…') : value }),
  );
  return t('filters.sentence', {
    tests: tests.join(rule.needs === 'all' ? t('filters.and') : t('filters.or')),
    actions: actions.join(', '),
  });
}
