// To the next and the previous row; where one is reading, it is read.
import type { Command } from '../../commands/command';
import { desk } from '../desk.svelte';

function step(by: 1 | -1): void {
  const { list, selection } = desk;
  const to = selection.current + by;
  if (to < 0 || to >= (list?.total ?? 0)) return;
  selection.current = to;
  const id = list?.at(to);
  if (desk.emailId !== undefined && id !== undefined) desk.showEmail(id);
}

export const next: Command = {
  id: 'mail.next',
  label: 'mail.do.next',
  icon: 'chevronDown',
  group: 'list',
  keys: ['j'],
  when: () => desk.selection.current + 1 < (desk.list?.total ?? 0),
  run: () => step(1),
};
export const previous: Command = {
  id: 'mail.previous',
  label: 'mail.do.previous',
  icon: 'chevronLeft',
  group: 'list',
  keys: ['k'],
  when: () => desk.selection.current > 0,
  run: () => step(-1),
};
