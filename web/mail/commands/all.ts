// The commands of mail, in the order of the help sheet. Parts of the page that are loaded later register their own.
import { help, takeBack } from '../../app/commands';
import { route } from '../../app/route.svelte';
import { only, register } from '../../commands/command';
import { archive } from './archive';
import { close } from './close';
import { compose, forward, reply, replyAll } from './compose';
import { flag } from './flag';
import { go } from './go';
import { junk } from './junk';
import { moveTo } from './moveTo';
import { open } from './open';
import { remove } from './remove';
import { search } from './search';
import { markRead, markUnread, toggleRead } from './seen';
import { select } from './select';
import { selectAll } from './selectAll';
import { next, previous } from './step';

// Mail stays as it was while one is on another page; nothing is done to it from there.
const isHere = (): boolean => route.now.page === 'mail';

export function registerMail(): void {
  register(...only(isHere, next, previous, open, close, select, selectAll));
  register(compose, ...only(isHere, reply, replyAll, forward));
  register(...only(isHere, archive, remove, junk, moveTo, markRead, markUnread, toggleRead, flag));
  register(...go, search, takeBack, help);
}
