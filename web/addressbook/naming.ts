// How a card is named, sorted and found.
import type { Card, NameComponent } from '../jmap/contacts';

const partsOf = (card: Card, kind: string): string =>
  (card.name?.components ?? []).filter((one) => one.kind === kind).map((one) => one.value).join(' ');

export const values = <T>(all: Record<string, T> | null | undefined): T[] => Object.values(all ?? {});

export const isGroup = (card: Card): boolean => card.kind === 'group';

/** Addresses, the preferred first. */
export const emailsOf = (card: Card): string[] =>
  values(card.emails).sort((a, b) => (a.pref ?? 101) - (b.pref ?? 101)).map((one) => one.address);

export const organisationOf = (card: Card): string => values(card.organizations).map((one) => one.name).find(Boolean) ?? '';
export const titleOf = (card: Card): string => values(card.titles).map((one) => one.name).find(Boolean) ?? '';

/** RFC 9553 section 2.2.1: "full", or the components in order. */
export function nameOf(card: Card): string {
  const components = (card.name?.components ?? []).filter((one) => one.kind !== 'separator').map((one) => one.value);
  return card.name?.full?.trim() || components.join(' ').trim() || organisationOf(card) || emailsOf(card)[0] || '';
}

/** Whose first letters stand for them: without titles and letters after the name. */
export const facedName = (card: Card): string => [partsOf(card, 'given').split(' ')[0], partsOf(card, 'surname')].filter(Boolean).join(' ') || nameOf(card);

export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** By surname, then the given name; what has no parts by its last word, organisations and groups as they are. */
export function sortKey(card: Card): string {
  const surname = partsOf(card, 'surname');
  if (surname) return folded(`${surname} ${partsOf(card, 'given')}`);
  const name = nameOf(card);
  if (card.kind && card.kind !== 'individual') return folded(name);
  const words = name.includes('@') || /^\d/.test(name) ? [name] : name.split(/\s+/);
  return folded([words.at(-1) ?? '', ...words.slice(0, -1)].join(' '));
}

/** "#" for what begins with no letter. */
export function letterOf(card: Card): string {
  const first = [...sortKey(card).replace(/^[^\p{L}\p{N}]+/u, '')][0] ?? '#';
  return /\p{L}/u.test(first) ? first.toUpperCase() : '#';
}

const collator = new Intl.Collator('en-GB', { sensitivity: 'base', numeric: true });
export function sorted<T>(all: T[], cardOf: (one: T) => Card): T[] {
  return all
    .map((one) => ({ one, key: sortKey(cardOf(one)), isNone: letterOf(cardOf(one)) === '#' }))
    .sort((a, b) => Number(a.isNone) - Number(b.isNone) || collator.compare(a.key, b.key))
    .map(({ one }) => one);
}

/** Every word written begins a word of the card's, or is found in a number. */
export function matches(card: Card, query: string): boolean {
  const wanted = folded(query).split(/\s+/).filter(Boolean);
  if (!wanted.length) return true;
  const said = [
    nameOf(card), ...(card.name?.components ?? []).map((one) => one.value), ...values(card.nicknames).map((one) => one.name),
    ...values(card.organizations).flatMap((one) => [one.name ?? '', ...(one.units ?? []).map((unit) => unit.name)]),
    ...values(card.titles).map((one) => one.name), ...Object.keys(card.keywords ?? {}), ...values(card.notes).map((one) => one.note),
    ...values(card.addresses).flatMap((one) => [one.full ?? '', ...(one.components ?? []).map((part) => part.value)]),
    ...emailsOf(card),
  ].map(folded);
  const words = said.flatMap((text) => [text, ...text.split(/[\s,.;:@_+()'’-]+/)]);
  const digits = values(card.phones).map((one) => one.number.replace(/\D/g, ''));
  return wanted.every(
    (word) => words.some((each) => each.startsWith(word)) || (/^\+?\d{3,}$/.test(word) && digits.some((one) => one.includes(word.replace(/\D/g, '')))),
  );
}

/** What the parts of a name say together. */
export function fullFrom(components: NameComponent[]): string {
  const order = ['title', 'given', 'given2', 'surname', 'surname2', 'generation', 'credential'];
  return order.flatMap((kind) => components.filter((one) => one.kind === kind).map((one) => one.value.trim())).filter(Boolean).join(' ');
}

/** uids are URNs in one program and bare in the next. */
export const uidKey = (uid: string): string => uid.trim().toLowerCase().replace(/^urn:uuid:/, '');

export function membersOf<T>(group: Card, all: T[], cardOf: (one: T) => Card): T[] {
  const uids = new Set(Object.entries(group.members ?? {}).filter(([, is]) => is).map(([uid]) => uidKey(uid)));
  return all.filter((one) => uids.has(uidKey(cardOf(one).uid ?? '')) && !isGroup(cardOf(one)));
}
