import type { Command } from '../../commands/command';
import { move, setKeyword } from '../actions';
import { desk } from '../desk.svelte';
import { allow, folderOf, goOn, rowIds, target } from '../targets';

const isJunk = (): boolean => desk.mailbox?.role === 'junk';

/** To Junk, and from there back to the Inbox; with the keywords of RFC 8621 section 4.1.1 for whoever learns from it. */
export const junk: Command = {
  id: 'mail.junk',
  label: () => (isJunk() ? 'mail.do.notJunk' : 'mail.do.junk'),
  icon: 'junk',
  group: 'message',
  keys: ['!'],
  when: () => folderOf('junk') !== undefined && desk.mailbox?.role !== 'sent' && desk.mailbox?.role !== 'drafts' && allow('mayRemoveItems'),
  run: async () => {
    const rows = rowIds();
    const was = isJunk();
    const to = folderOf(was ? 'inbox' : 'junk');
    const what = await target(true);
    if (!to) return;
    setKeyword(what, was ? '$notjunk' : '$junk', true);
    setKeyword(what, was ? '$junk' : '$notjunk', false);
    void move(what, to, was ? 'mail.did.moved' : 'mail.did.junk', rows.length);
    goOn(rows);
  },
};
