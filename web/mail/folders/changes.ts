// Changes to folders (RFC 8621 section 2.5).
import type { Answer } from '../../jmap/answer';
import type { Id, SetError, SetResult } from '../../jmap/standard';
import type { Mailbox } from '../../jmap/types';
import { accountStore } from '../../store/account.svelte';
import { setMailboxes } from '../../store/mailboxes';
import { undo } from '../../store/undo.svelte';
import { t } from '../../text/text.svelte';
import { destroy, move, setKeyword } from '../actions';
import { desk } from '../desk.svelte';
import { folderName } from './names';

/** What a person is told of a refusal; null where there is none. */
function problemIn(answer: Answer<SetResult<Mailbox>>): string | null {
  if (!answer.ok) return answer.problem.kind === 'offline' ? t('mail.folderOffline') : t('app.broken');
  const { notCreated, notUpdated, notDestroyed } = answer.value;
  const error: SetError | undefined = Object.values({ ...notCreated, ...notUpdated, ...notDestroyed })[0];
  if (!error) return null;
  if (error.type === 'alreadyExists' || error.properties?.includes('name')) return t('mail.folderNameTaken');
  if (error.type === 'mailboxHasChild') return t('mail.folderHasChild');
  if (error.type === 'forbidden') return t('mail.folderForbidden');
  return t('app.refused', { reason: error.description ?? error.type });
}

export async function createFolder(accountId: Id, name: string, parentId: Id | null): Promise<string | null> {
  return problemIn(await setMailboxes(accountId, { create: { fresh: { name, parentId } } }));
}

export async function changeFolder(accountId: Id, id: Id, change: Partial<Pick<Mailbox, 'name' | 'parentId'>>): Promise<string | null> {
  const { mailboxes } = accountStore(accountId);
  const settle = mailboxes.lay(id, change);
  const problem = problemIn(await setMailboxes(accountId, { update: { [id]: change } }));
  settle();
  if (problem) undo.problem(problem);
  return problem;
}

/** The messages go to Deleted, where they can still be had. */
export async function removeFolder(accountId: Id, mailbox: Mailbox): Promise<void> {
  const account = accountStore(accountId);
  const trash = account.mailboxOf('trash');
  if (mailbox.totalEmails > 0 && trash)
    await each(accountId, mailbox.id, (ids) => move({ accountId, ids, from: mailbox.id }, trash));
  const problem = problemIn(await setMailboxes(accountId, { destroy: [mailbox.id], onDestroyRemoveEmails: false }));
  if (problem) return undo.problem(problem);
  undo.done(t('mail.did.removedFolder', { name: folderName(mailbox) }));
  const inbox = account.mailboxOf('inbox');
  if (desk.mailboxId === mailbox.id && inbox) desk.showMailbox(inbox.id);
}

export async function emptyFolder(accountId: Id, mailboxId: Id): Promise<void> {
  await each(accountId, mailboxId, (ids) => destroy({ accountId, ids }));
}

export async function markAllRead(accountId: Id, mailboxId: Id): Promise<void> {
  await each(accountId, mailboxId, (ids) => setKeyword({ accountId, ids }, '$seen', true, 'mail.did.read'), true);
}

// All emails of a folder, as many at a time as a request may change.
async function each(accountId: Id, mailboxId: Id, act: (ids: Id[]) => Promise<void> | void, unread = false): Promise<void> {
  const account = accountStore(accountId);
  const ids = await account.everyId({ inMailbox: mailboxId, ...(unread && { notKeyword: '$seen' }) });
  for (let n = 0; n < ids.length; n += 500) {
    const some = ids.slice(n, n + 500);
    await account.know(some, false);
    await act(some);
  }
}
