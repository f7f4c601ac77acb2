// What is looked at of the contacts: which book or group, what is searched for, what is chosen.
import { SvelteSet } from 'svelte/reactivity';

import type { ContactCard } from '../jmap/contacts';
import type { Id } from '../jmap/standard';
import { contacts, type Held } from '../store/contacts.svelte';
import { isGroup, matches, membersOf, nameOf, sorted } from './naming';

export type Part = { kind: 'all' } | { kind: 'book' | 'group'; accountId: Id; id: Id };

export const keyOf = ({ accountId, card }: Held): string => `${accountId}/${card.id}`;

class Desk {
  part: Part = $state({ kind: 'all' });
  query = $state('');
  current = $state(-1);
  readonly chosen = new SvelteSet<string>();

  /** Groups, by name; those of a book where one is looked at. */
  readonly groups = $derived(sorted(contacts.all.filter(({ card }) => isGroup(card)), (one) => one.card));
  readonly group: Held | undefined = $derived.by(() => {
    const { part } = this;
    if (part.kind !== 'group') return undefined;
    const card = contacts.find(part.accountId, part.id);
    return card && { accountId: part.accountId, card };
  });
  readonly rows: Held[] = $derived.by(() => sorted(this.inPart().filter(({ card }) => matches(card, this.query)), (one) => one.card));

  private inPart(): Held[] {
    const { part, group } = this;
    const people = contacts.all.filter(({ card }) => !isGroup(card));
    if (part.kind === 'book') return people.filter(({ accountId, card }) => accountId === part.accountId && card.addressBookIds[part.id]);
    if (part.kind === 'group') return group ? membersOf(group.card, people.filter((one) => one.accountId === part.accountId), (one) => one.card) : [];
    return people;
  }

  show(part: Part): void {
    this.part = part;
    this.current = -1;
    this.chosen.clear();
  }
  isShown(kind: Part['kind'], accountId = '', id = ''): boolean {
    const { part } = this;
    return part.kind === kind && (part.kind === 'all' || (part.accountId === accountId && part.id === id));
  }
  toggle(one: Held): void {
    const key = keyOf(one);
    if (!this.chosen.delete(key)) this.chosen.add(key);
  }
  get chosenRows(): Held[] {
    return contacts.all.filter((one) => this.chosen.has(keyOf(one)));
  }
}

export const shelf = new Desk();

/** For To: whoever has an address. */
export const addressesOf = (cards: ContactCard[]): { name: string | null; email: string }[] =>
  cards.flatMap((card) => {
    const emails = Object.values(card.emails ?? {}).sort((a, b) => (a.pref ?? 101) - (b.pref ?? 101));
    return emails[0] ? [{ name: nameOf(card) === emails[0].address ? null : nameOf(card), email: emails[0].address }] : [];
  });
