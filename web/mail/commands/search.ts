import type { Command } from '../../commands/command';

export const search: Command = {
  id: 'mail.search',
  label: 'mail.search',
  icon: 'search',
  group: 'general',
  keys: ['/'],
  run: () => document.getElementById('search')?.focus(),
};
