import type { Command } from '../../commands/command';
import { setKeyword } from '../actions';
import { desk } from '../desk.svelte';
import { allow, rowEmails, rowIds, target } from '../targets';

export const markRead: Command = {
  id: 'mail.markRead',
  label: 'mail.do.markRead',
  icon: 'mailOpen',
  group: 'message',
  keys: ['shift+i'],
  when: () => allow('maySetSeen'),
  run: async () => {
    const quiet = rowIds().length < 2;
    setKeyword(await target(true), '$seen', true, quiet ? undefined : 'mail.did.read');
    desk.selection.clear();
  },
};
export const markUnread: Command = {
  id: 'mail.markUnread',
  label: 'mail.do.markUnread',
  icon: 'mail',
  group: 'message',
  keys: ['shift+u'],
  when: () => allow('maySetSeen'),
  run: async () => {
    const rows = rowIds();
    const what = await target(false);
    // What is open would be read again at once.
    if (desk.emailId !== undefined && rows.includes(desk.emailId)) desk.closeEmail();
    setKeyword(what, '$seen', false, rows.length < 2 ? undefined : 'mail.did.unread');
    desk.selection.clear();
  },
};
export const toggleRead: Command = {
  id: 'mail.toggleRead',
  label: 'mail.do.toggleRead',
  icon: 'mail',
  group: 'message',
  keys: ['shift+r'],
  when: () => allow('maySetSeen'),
  run: () => (rowEmails().some((email) => !email.keywords.$seen) ? markRead.run() : markUnread.run()),
};
