// Changes to mailboxes go to the server first: their names and places are shared, and it may refuse.
import type { Answer } from '../jmap/answer';
import type { Id, SetResult } from '../jmap/standard';
import type { Mailbox } from '../jmap/types';
import { accountStore } from './account.svelte';
import { session } from './session.svelte';

export interface MailboxChange {
  create?: Record<Id, Partial<Mailbox>>;
  update?: Record<Id, Partial<Mailbox>>;
  destroy?: Id[];
  onDestroyRemoveEmails?: boolean;
}

export async function setMailboxes(accountId: Id, change: MailboxChange): Promise<Answer<SetResult<Mailbox>>> {
  const answer = await session.client.call<SetResult<Mailbox>>('Mailbox/set', { accountId, ...change }).answer;
  await accountStore(accountId).mailboxes.refresh();
  return answer;
}
