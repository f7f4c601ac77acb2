import { dialogs } from './dialogs.svelte';
import type { Command } from '../commands/command';
import { undo } from '../store/undo.svelte';

export const takeBack: Command = {
  id: 'app.undo',
  label: 'app.undo',
  icon: 'undo',
  group: 'general',
  keys: ['ctrl+z', 'z'],
  run: () => void undo.takeLast(),
};

export const help: Command = {
  id: 'app.help',
  label: 'help.show',
  icon: 'keyboard',
  group: 'general',
  keys: ['?'],
  run: async () => {
    const { default: Help } = await import('./Help.svelte');
    dialogs.show(Help, {});
  },
};
