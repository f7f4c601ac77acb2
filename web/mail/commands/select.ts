import type { Command } from '../../commands/command';
import { desk } from '../desk.svelte';

export const select: Command = {
  id: 'mail.select',
  label: 'mail.do.select',
  icon: 'check',
  group: 'list',
  keys: ['x', 'space'],
  when: () => desk.selection.current >= 0,
  run: () => desk.selection.toggle(desk.selection.current),
};
