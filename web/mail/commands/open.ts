import type { Command } from '../../commands/command';
import { desk } from '../desk.svelte';

export const open: Command = {
  id: 'mail.open',
  label: 'mail.do.open',
  group: 'list',
  keys: ['enter', 'o'],
  when: () => desk.list?.at(desk.selection.current) !== undefined,
  run: () => {
    const id = desk.list?.at(desk.selection.current);
    if (id !== undefined) desk.showEmail(id);
  },
};
