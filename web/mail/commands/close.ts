import type { Command } from '../../commands/command';
import { desk } from '../desk.svelte';

/** One step back out: of what is chosen, then of the open message, then of a search. */
export const close: Command = {
  id: 'mail.close',
  label: 'mail.do.close',
  icon: 'back',
  group: 'list',
  keys: ['u', 'escape'],
  when: () => desk.selection.isSome || desk.emailId !== undefined || desk.search !== '',
  run: () => {
    if (desk.selection.isSome) desk.selection.clear();
    else if (desk.emailId !== undefined) desk.closeEmail();
    else {
      const inbox = desk.account.mailboxOf('inbox');
      if (inbox) desk.showMailbox(inbox.id);
    }
  },
};
