import type { Command } from '../../commands/command';
import { desk } from '../desk.svelte';

export const selectAll: Command = {
  id: 'mail.selectAll',
  label: 'mail.do.selectAll',
  icon: 'check',
  group: 'list',
  keys: ['ctrl+a', '* a'],
  when: () => (desk.list?.total ?? 0) > 0,
  run: () => desk.selection.all(),
};
