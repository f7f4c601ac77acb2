// Folders by their whole names, for choosing one and for the script.
import type { Id } from '../../jmap/standard';
import { accountStore } from '../../store/account.svelte';
import { t } from '../../text/text.svelte';

export interface Choice {
  id: Id;
  /** As the server has it: "Cases/R v Marsh". */
  path: string;
  /** As the page calls it. */
  label: string;
}

export function choices(accountId: Id): Choice[] {
  const all = accountStore(accountId).mailboxes.all();
  const byId = new Map(all.map((one) => [one.id, one]));
  const pathOf = (id: Id | null, label: boolean): string[] => {
    const one = id === null ? undefined : byId.get(id);
    if (!one) return [];
    const known = label && one.role && ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash'].includes(one.role);
    return [...pathOf(one.parentId, label), known ? t(`mail.folder.${one.role ?? ''}`) : one.name];
  };
  return all
    .filter((one) => one.myRights.mayAddItems && one.role !== 'drafts' && one.role !== 'sent')
    .map((one) => ({ id: one.id, path: pathOf(one.id, false).join('/'), label: pathOf(one.id, true).join(' › ') }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

export const namesOf = (accountId: Id): ((id: Id) => string | undefined) => {
  const byId = new Map(choices(accountId).map((one) => [one.id, one.path]));
  return (id) => byId.get(id);
};
