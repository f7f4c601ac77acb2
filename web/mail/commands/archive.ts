import type { Command } from '../../commands/command';
import { move } from '../actions';
import { desk } from '../desk.svelte';
import { allow, folderOf, goOn, rowIds, target } from '../targets';

export const archive: Command = {
  id: 'mail.archive',
  label: 'mail.do.archive',
  icon: 'archive',
  group: 'message',
  keys: ['e'],
  when: () => {
    const to = folderOf('archive');
    return to !== undefined && desk.mailboxId !== to.id && allow('mayRemoveItems');
  },
  run: async () => {
    const rows = rowIds();
    const to = folderOf('archive');
    const what = await target(true);
    if (!to) return;
    void move(what, to, 'mail.did.archived', rows.length);
    goOn(rows);
  },
};
