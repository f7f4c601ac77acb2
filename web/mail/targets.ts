// What a command is about: what is chosen, else the open message, else the current row; a row of a conversation stands
// for all its messages in this folder.
import type { Id } from '../jmap/standard';
import type { Email, Mailbox } from '../jmap/types';
import type { Target } from './actions';
import { desk } from './desk.svelte';

/** The rows, as they are seen. */
export function rowIds(): Id[] {
  if (desk.selection.isSome) return [...desk.selection.ids];
  if (desk.emailId !== undefined) return [desk.emailId];
  const current = desk.list?.at(desk.selection.current);
  return current === undefined ? [] : [current];
}

export const rowEmails = (): Email[] =>
  rowIds()
    .map((id) => desk.account.emails.get(id))
    .filter((email): email is Email => email !== undefined);

const folder = (): Id | undefined => (desk.isSearch ? undefined : desk.mailbox?.id);

/** With `whole`, all messages of the conversations; they are fetched where they are not known yet. */
export async function target(whole: boolean, rows = rowIds()): Promise<Target> {
  const { account, accountId, isCollapsed } = desk;
  const from = folder();
  if (!whole || !isCollapsed) {
    await account.know(rows, false);
    return { accountId, ids: rows, from };
  }
  await account.know(rows, true);
  const ids = rows.flatMap((row) => {
    const email = account.emails.get(row);
    const all = (email && account.threads.get(email.threadId)?.emailIds) ?? [row];
    return all.filter((id) => from === undefined || account.emails.get(id)?.mailboxIds[from]);
  });
  return { accountId, ids: [...new Set(ids)], from };
}

/** May all folders that the rows are in be changed so? */
export function allow(right: 'mayRemoveItems' | 'maySetSeen' | 'maySetKeywords'): boolean {
  const emails = rowEmails();
  if (!emails.length) return rowIds().length > 0;
  return emails.every((email) =>
    Object.keys(email.mailboxIds).some((id) => desk.account.mailboxes.get(id)?.myRights[right]),
  );
}

export const folderOf = (role: string): Mailbox | undefined => desk.account.mailboxOf(role);

/** After rows left: the next one is read, where one was being read; on a phone one is back at the list. */
export function goOn(rows: Id[]): void {
  const { list, selection } = desk;
  const wasOpen = desk.emailId !== undefined && rows.includes(desk.emailId);
  const at = selection.current;
  selection.clear();
  if (!wasOpen) return;
  const next = desk.isAlone ? undefined : (list?.at(at) ?? list?.at(at - 1));
  if (next === undefined || rows.includes(next)) desk.closeEmail();
  else desk.showEmail(next);
}
