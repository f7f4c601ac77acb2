// Whatever a person can do is a command: one file with its label, icon, shortcut and when it can be done. Buttons,
// menus, keys and the help sheet are made from them.
import type { IconName } from '../components/icons';

export interface Command {
  /** "mail.reply" */
  id: string;
  /** The key of its message; a function where it depends (mark as read, as unread). */
  label: string | (() => string);
  icon?: IconName;
  /** Under which heading the help sheet lists it: the key of a message "help.<group>". */
  group: string;
  /** As "r", "shift+i", "ctrl+z", "g i" (one after the other), "#". */
  keys?: string[];
  /** Can it be done now? Always, where there is none. */
  when?(): boolean;
  run(): void | Promise<void>;
}

const all = new Map<string, Command>();

/** The same commands, possible only where `is` holds too. */
export const only = (is: () => boolean, ...commands: Command[]): Command[] =>
  commands.map((each) => ({ ...each, when: () => is() && (each.when?.() ?? true) }));

export function register(...commands: Command[]): void {
  for (const command of commands) all.set(command.id, command);
}
export function command(id: string): Command | undefined {
  return all.get(id);
}
export const commands = (): Command[] => [...all.values()];
export const isPossible = (id: string): boolean => {
  const found = all.get(id);
  return found !== undefined && (found.when?.() ?? true);
};
export const labelOf = (found: Command): string => (typeof found.label === 'string' ? found.label : found.label());

/** Does it, where it can be done; tells whether. */
export function run(id: string): boolean {
  const found = all.get(id);
  if (!found || !(found.when?.() ?? true)) return false;
  void found.run();
  return true;
}
