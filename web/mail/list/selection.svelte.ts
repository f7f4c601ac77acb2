// Which rows are chosen: one, some, a range, or all of the list. The row that the keys move is the current one.
import { SvelteSet } from 'svelte/reactivity';

import type { Id } from '../../jmap/standard';
import type { EmailList } from '../../store/list.svelte';

// The most that one choice takes: as many as one request may change (RFC 8620 section 2, maxObjectsInSet).
const most = 1_000;

export class Selection {
  readonly ids = new SvelteSet<Id>();
  /** The current row; -1: none. */
  current = $state(-1);
  private anchor = -1;

  constructor(private readonly of: { readonly list: EmailList | null }) {}

  get isSome(): boolean {
    return this.ids.size > 0;
  }
  has(id: Id): boolean {
    return this.ids.has(id);
  }
  clear(): void {
    this.ids.clear();
    this.anchor = -1;
  }
  reset(): void {
    this.clear();
    this.current = -1;
  }

  toggle(index: number): void {
    const id = this.of.list?.at(index);
    if (id === undefined) return;
    if (!this.ids.delete(id)) this.ids.add(id);
    this.current = index;
    this.anchor = index;
  }
  /** From where the choice began to here. */
  extend(index: number): void {
    const { list } = this.of;
    if (!list) return;
    if (this.anchor < 0) this.anchor = Math.max(0, this.current);
    const [from, to] = this.anchor < index ? [this.anchor, index] : [index, this.anchor];
    this.ids.clear();
    for (const id of list.between(from, Math.min(to, from + most - 1))) this.ids.add(id);
    this.current = index;
  }
  async all(): Promise<void> {
    for (const id of (await this.of.list?.everyId(most)) ?? []) this.ids.add(id);
  }
}
