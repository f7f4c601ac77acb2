// What is done to emails, with its way back. Each acts here at once and on the server as soon as it can.
import type { Id } from '../jmap/standard';
import type { Email, Mailbox } from '../jmap/types';
import { accountStore, type AccountStore } from '../store/account.svelte';
import { outbox } from '../store/outbox.svelte';
import { inverse, type Patch, within } from '../store/patch';
import { undo } from '../store/undo.svelte';
import { t } from '../text/text.svelte';
import { folderName } from './folders/names';

/** Emails of one account; `from` is the folder they are seen in. */
export interface Target {
  accountId: Id;
  ids: Id[];
  from?: Id | undefined;
}

const known = (account: AccountStore, ids: Id[]): Email[] =>
  ids.map((id) => account.emails.get(id)).filter((email): email is Email => email !== undefined);

function patched(target: Target, patchOf: (email: Email) => Patch): { update: Record<Id, Patch>; back: Record<Id, Patch> } {
  const update: Record<Id, Patch> = {};
  const back: Record<Id, Patch> = {};
  for (const email of known(accountStore(target.accountId), target.ids)) {
    const patch = patchOf(email);
    if (!Object.keys(patch).length) continue;
    update[email.id] = patch;
    back[email.id] = inverse(email, patch);
  }
  return { update, back };
}

/** Sets or takes away a keyword; `say` tells of it and offers the way back. */
export function setKeyword(target: Target, keyword: string, isSet: boolean, say?: string): void {
  const { accountId } = target;
  const { update, back } = patched(target, (email) =>
    Boolean(email.keywords[keyword]) === isSet ? {} : { [within('keywords', keyword)]: isSet ? true : null },
  );
  const n = Object.keys(update).length;
  if (!n) return;
  void outbox.send({ accountId, update });
  if (say) undo.done(t(say, { n }), () => void outbox.send({ accountId, update: back }));
}

/**
 * Out of the folder it is seen in (or all it is in), into another; `count` is what the person saw of it. Ends when the
 * server has done it, or cannot be reached.
 */
export function move(target: Target, to: Mailbox, say = 'mail.did.moved', count = target.ids.length): Promise<void> {
  const { accountId, from } = target;
  const account = accountStore(accountId);
  const { update, back } = patched(target, (email) => {
    const leaves = from !== undefined && email.mailboxIds[from] ? [from] : Object.keys(email.mailboxIds);
    if (leaves.length === 1 && leaves[0] === to.id) return {};
    const patch: Patch = Object.fromEntries(leaves.map((id) => [within('mailboxIds', id), null]));
    patch[within('mailboxIds', to.id)] = true;
    return patch;
  });
  if (!Object.keys(update).length) return Promise.resolve();
  const leaving = leaveLists(account, target, to.id);
  const sent = outbox.send({ accountId, update }, () => void leaving.done());
  undo.done(t(say, { n: count, folder: folderName(to) }), () => {
    leaving.back();
    void outbox.send({ accountId, update: back });
  });
  return sent;
}

/** Gone for good (for as long as the server does not keep what was deleted). */
export function destroy(target: Target, count = target.ids.length): void {
  const { accountId, ids } = target;
  const leaving = leaveLists(accountStore(accountId), target, undefined);
  void outbox.send({ accountId, destroy: ids }, () => void leaving.done());
  undo.done(t('mail.did.destroyed', { n: count }));
}

// Lists of the folder that is left lose the rows, and with them the rest of a conversation; searches keep what they
// found until the server says otherwise.
function leaveLists(account: AccountStore, { ids }: Target, to: Id | undefined): ReturnType<AccountStore['leave']> {
  return account.leave(ids, ({ query: { filter } }) => {
    const folder = filter && 'inMailbox' in filter ? filter.inMailbox : undefined;
    return to === undefined || (folder !== undefined && folder !== to);
  });
}
