// How letters are shown, where there is a choice: some as plain text, and plain text in letters of one width.
import { SvelteSet } from 'svelte/reactivity';

import type { Id } from '../../jmap/standard';
import { options } from '../../store/options.svelte';

// Those shown as plain text, until the page is left.
const plain = new SvelteSet<Id>();

export const manner = {
  isPlain: (emailId: Id): boolean => plain.has(emailId),
  togglePlain(emailId: Id): void {
    if (!plain.delete(emailId)) plain.add(emailId);
  },
  get isMonospaced(): boolean {
    return options.now.monospaced;
  },
  toggleMonospaced(): void {
    options.set('monospaced', !options.now.monospaced);
  },
};
