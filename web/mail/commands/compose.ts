// Writing is a part of the page of its own (web/mail/compose/open.ts), fetched when somebody first writes.
import type { Command } from '../../commands/command';
import type { Writing } from '../compose/begin';
import { desk } from '../desk.svelte';
import { rowEmails } from '../targets';

const composer = import.meta.glob<{ open(what: Writing): Promise<void> | void }>('../compose/open.ts');
const load = composer['../compose/open.ts'];

export const canWrite = load !== undefined;

export async function write(what: Writing): Promise<void> {
  await (await load?.())?.open(what);
}

export const compose: Command = {
  id: 'mail.compose',
  label: 'mail.compose',
  icon: 'compose',
  group: 'compose',
  keys: ['c'],
  when: () => canWrite,
  run: () => write({ kind: 'new', accountId: desk.accountId }),
};

const answer = (kind: 'reply' | 'replyAll' | 'forward', icon: Command['icon'] & string, key: string): Command => ({
  id: `mail.${kind}`,
  label: `mail.do.${kind}`,
  icon,
  group: 'compose',
  keys: [key],
  when: () => canWrite && rowEmails().length === 1,
  run: () => {
    // With a conversation open, its newest message is meant; a message's own buttons say which.
    const [email] = rowEmails();
    if (email) return write({ kind, accountId: desk.accountId, emailId: email.id });
  },
});

export const reply = answer('reply', 'reply', 'r');
export const replyAll = answer('replyAll', 'replyAll', 'a');
export const forward = answer('forward', 'forward', 'f');
