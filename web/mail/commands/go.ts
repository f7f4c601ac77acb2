// "g" and a letter: to a folder that everybody has, to the search, to another page.
import { hasPage } from '../../app/pages';
import { route } from '../../app/route.svelte';
import type { Command } from '../../commands/command';
import { accountStore } from '../../store/account.svelte';
import { session } from '../../store/session.svelte';
import { desk } from '../desk.svelte';

const to = (role: string, letter: string): Command => ({
  id: `go.${role}`,
  label: `mail.folder.${role}`,
  group: 'go',
  keys: [`g ${letter}`],
  when: () => accountStore(session.ownId).mailboxOf(role) !== undefined,
  run: () => {
    const mailbox = accountStore(session.ownId).mailboxOf(role);
    if (mailbox) desk.showMailbox(mailbox.id, session.ownId);
  },
});
const page = (name: string, label: string, letter: string): Command => ({
  id: `go.${name}`,
  label,
  group: 'go',
  keys: [`g ${letter}`],
  when: () => hasPage(name),
  run: () => route.go(`/${name}`),
});

export const go: Command[] = [
  to('inbox', 'i'),
  to('drafts', 'd'),
  to('sent', 't'),
  to('archive', 'e'),
  to('junk', 'j'),
  to('trash', '#'),
  page('addressbook', 'app.contacts', 'c'),
  page('directory', 'app.directory', 'l'),
  page('settings', 'app.settings', 's'),
];
