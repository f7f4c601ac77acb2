import type { Command } from '../../commands/command';
import { setKeyword } from '../actions';
import { allow, rowEmails, rowIds, target } from '../targets';

const isFlagged = (): boolean => rowEmails().some((email) => email.keywords.$flagged);

export const flag: Command = {
  id: 'mail.flag',
  label: () => (isFlagged() ? 'mail.do.unflag' : 'mail.do.flag'),
  icon: 'flag',
  group: 'message',
  keys: ['s'],
  when: () => allow('maySetKeywords'),
  run: async () => {
    const was = isFlagged();
    const quiet = rowIds().length < 2;
    const say = was ? 'mail.did.unflagged' : 'mail.did.flagged';
    setKeyword(await target(was), '$flagged', !was, quiet ? undefined : say);
  },
};
