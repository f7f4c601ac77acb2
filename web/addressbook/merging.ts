// Cards of the same person, and one card made of them.
import type { Card, ContactCard } from '../jmap/contacts';
import { emailsOf, folded, isGroup, nameOf, values } from './naming';

/** What makes two cards one person's: an address, or a name of two words or more. */
function keysOf(card: Card): string[] {
  const name = folded(nameOf(card)).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return [...emailsOf(card).map((one) => `@${one.toLowerCase()}`), ...(name.includes(' ') && !nameOf(card).includes('@') ? [name] : [])];
}

/** The cards that are likely one person's, together; those of groups and of nobody else are not there. */
export function duplicates<T extends Card>(cards: T[]): T[][] {
  const people = cards.filter((one) => !isGroup(one));
  const root = people.map((_, at) => at);
  const find = (at: number): number => {
    let top = at;
    while (root[top] !== top) top = root[top] ?? top;
    root[at] = top;
    return top;
  };
  const first = new Map<string, number>();
  people.forEach((card, at) => {
    for (const key of keysOf(card)) {
      const other = first.get(key);
      if (other === undefined) first.set(key, at);
      else root[find(at)] = find(other);
    }
  });
  const sets = new Map<number, T[]>();
  people.forEach((card, at) => sets.set(find(at), [...(sets.get(find(at)) ?? []), card]));
  return [...sets.values()].filter((set) => set.length > 1);
}

/** Does each share an address with another? A name alone may be that of two people: a person has to look. */
export function isSure(cards: Card[]): boolean {
  const uses = new Map<string, number>();
  for (const card of cards)
    for (const one of new Set(emailsOf(card).map((each) => each.toLowerCase()))) uses.set(one, (uses.get(one) ?? 0) + 1);
  return cards.every((card) => emailsOf(card).some((one) => (uses.get(one.toLowerCase()) ?? 0) > 1));
}

function united<T>(cards: Card[], name: keyof Card, keyOf: (one: T) => string): Record<string, T> | undefined {
  const found = new Map<string, T>();
  for (const card of cards)
    for (const one of values(card[name] as Record<string, T> | undefined)) {
      const key = keyOf(one);
      const known = found.get(key);
      found.set(key, known ? { ...one, ...known } : one);
    }
  if (!found.size) return undefined;
  return Object.fromEntries([...found.values()].map((one, at) => [String(at + 1), one]));
}

const richness = (card: Card): number => JSON.stringify({ ...card, media: undefined }).length + (card.name?.components?.length ? 1_000 : 0);

export interface Merged {
  /** The card that stays, and what of it changes. */
  keep: ContactCard;
  patch: Partial<Card> & { addressBookIds: Record<string, boolean> };
  gone: ContactCard[];
}

/** The fullest card stays, and takes up what the others have beside it. Nothing that was said is lost. */
export function merge(cards: ContactCard[]): Merged | null {
  const [keep, ...gone] = [...cards].sort((a, b) => richness(b) - richness(a));
  if (!keep || !gone.length) return null;
  const all = [keep, ...gone];
  const patch: Record<string, unknown> = {
    emails: united<{ address: string }>(all, 'emails', (one) => one.address.toLowerCase()),
    phones: united<{ number: string }>(all, 'phones', (one) => one.number.replace(/[^\d+]/g, '').replace(/^\+44/, '0')),
    addresses: united<object>(all, 'addresses', (one) => folded(JSON.stringify({ ...one, contexts: undefined, pref: undefined }))),
    organizations: united<object>(all, 'organizations', (one) => folded(JSON.stringify(one))),
    titles: united<{ name: string }>(all, 'titles', (one) => folded(one.name)),
    nicknames: united<{ name: string }>(all, 'nicknames', (one) => folded(one.name)),
    notes: united<{ note: string }>(all, 'notes', (one) => one.note.trim()),
    links: united<{ uri: string }>(all, 'links', (one) => one.uri),
    onlineServices: united<object>(all, 'onlineServices', (one) => JSON.stringify(one)),
    anniversaries: united<{ kind: string }>(all, 'anniversaries', (one) => one.kind),
  };
  const other = nameOf(gone[0] ?? {});
  // A name that is said otherwise is one more name.
  if (folded(other) !== folded(nameOf(keep)) && !other.includes('@')) {
    const more = united<{ name: string }>([{ nicknames: { a: { name: other } } }, { ...keep, ...(patch as Card) }], 'nicknames', (one) => folded(one.name));
    if (more) patch.nicknames = more;
  }
  const keywords = Object.assign({}, ...all.map((one) => one.keywords)) as Record<string, boolean>;
  if (Object.keys(keywords).length) patch.keywords = keywords;
  for (const name of Object.keys(patch)) {
    const before = (keep as unknown as Record<string, unknown>)[name];
    const isSame = JSON.stringify(Object.values(before ?? {})) === JSON.stringify(Object.values(patch[name] ?? {}));
    if (patch[name] === undefined || (name !== 'keywords' && isSame)) delete patch[name];
  }
  const addressBookIds = Object.assign({}, ...all.map((one) => one.addressBookIds)) as Record<string, boolean>;
  return { keep, patch: { ...patch, addressBookIds }, gone };
}

/** Groups that had one of the gone have the one that stayed. */
export function regrouped(groups: ContactCard[], { keep, gone }: Merged): Record<string, { members: Record<string, boolean> }> {
  const left = new Set(gone.map((one) => one.uid));
  const touched = groups.filter((group) => Object.keys(group.members ?? {}).some((uid) => left.has(uid)));
  return Object.fromEntries(
    touched.map((group) => {
      const rest = Object.entries(group.members ?? {}).filter(([uid]) => !left.has(uid));
      return [group.id, { members: { ...Object.fromEntries(rest), [keep.uid]: true } }];
    }),
  );
}
