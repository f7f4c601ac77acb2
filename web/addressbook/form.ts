// A card as a form, and back: what the form does not show stays as it is.
import type { Card, CardAddress, CardEmail, CardPhone, NameComponent } from '../jmap/contacts';
import { fullFrom, nameOf, values } from './naming';

export type Where = '' | 'work' | 'private';
export type PhoneKind = Where | 'mobile' | 'fax';
export interface EmailRow {
  key: string;
  address: string;
  where: Where;
}
export interface PhoneRow {
  key: string;
  number: string;
  what: PhoneKind;
}
export interface AddressRow {
  key: string;
  street: string;
  locality: string;
  region: string;
  postcode: string;
  country: string;
  where: Where;
}
export interface CardFields {
  title: string;
  given: string;
  given2: string;
  surname: string;
  credential: string;
  nickname: string;
  organisation: string;
  unit: string;
  role: string;
  notes: string;
  emails: EmailRow[];
  phones: PhoneRow[];
  addresses: AddressRow[];
}

const nameKinds = ['title', 'given', 'given2', 'surname', 'credential'] as const;
let counter = 0;
export const newKey = (): string => `f${Date.now().toString(36)}${++counter}`;

const whereOf = (one: { contexts?: Record<string, boolean | undefined> }): Where => (one.contexts?.work ? 'work' : one.contexts?.private ? 'private' : '');
const phoneKindOf = (one: CardPhone): PhoneKind => (one.features?.mobile ? 'mobile' : one.features?.fax ? 'fax' : whereOf(one));
const linesOf = (components: NameComponent[] | undefined, kinds: string[], mark: string): string =>
  (components ?? []).filter((one) => kinds.includes(one.kind)).map((one) => one.value).join(mark);

function nameFields(card: Card): Record<(typeof nameKinds)[number], string> {
  const components = card.name?.components ?? [];
  const found = Object.fromEntries(nameKinds.map((kind) => [kind, linesOf(components, [kind], ' ')])) as Record<(typeof nameKinds)[number], string>;
  if (components.length || (card.kind && card.kind !== 'individual')) return found;
  // Said as a whole only: the last word is most likely the surname.
  const full = card.name?.full?.trim() ?? '';
  const words = full.includes('@') ? [] : full.split(/\s+/).filter(Boolean);
  if (words.length > 1) found.surname = words.pop() ?? '';
  return { ...found, given: words.join(' ') };
}

const streetKinds = ['room', 'apartment', 'floor', 'building', 'number', 'name', 'block', 'postOfficeBox', 'subdistrict', 'landmark', 'direction'];

function addressRow(key: string, one: CardAddress): AddressRow {
  const of = (...kinds: string[]): string => linesOf(one.components, kinds, ', ');
  const street = one.components?.length ? of(...streetKinds) : (one.full ?? '');
  return { key, street, locality: of('locality', 'district'), region: of('region'), postcode: of('postcode'), country: of('country'), where: whereOf(one) };
}

export function toFields(card: Card): CardFields {
  const [organisation] = values(card.organizations);
  return {
    ...nameFields(card),
    nickname: values(card.nicknames).map((one) => one.name).join(', '),
    organisation: organisation?.name ?? (card.kind === 'org' ? nameOf(card) : ''),
    unit: (organisation?.units ?? []).map((one) => one.name).join(', '),
    role: values(card.titles)[0]?.name ?? '',
    notes: values(card.notes).map((one) => one.note).join('\n\n'),
    emails: Object.entries(card.emails ?? {}).map(([key, one]) => ({ key, address: one.address, where: whereOf(one) })),
    phones: Object.entries(card.phones ?? {}).map(([key, one]) => ({ key, number: one.number, what: phoneKindOf(one) })),
    addresses: Object.entries(card.addresses ?? {}).map(([key, one]) => addressRow(key, one)),
  };
}

function placed<T extends { contexts?: Record<string, boolean | undefined> }>(before: T | undefined, where: Where, row: object): T {
  const { contexts: _, ...rest } = (before ?? {}) as T;
  const same = before && whereOf(before) === where;
  return { ...rest, ...(same ? before.contexts && { contexts: before.contexts } : where && { contexts: { [where]: true } }), ...row } as T;
}

function phoneOf(before: CardPhone | undefined, row: PhoneRow): CardPhone {
  if (before && phoneKindOf(before) === row.what) return { ...before, number: row.number.trim() };
  const { features: _, ...rest } = before ?? {};
  const isFeature = row.what === 'mobile' || row.what === 'fax';
  const phone = placed<CardPhone>(rest as CardPhone, isFeature ? whereOf(rest) : (row.what as Where), { number: row.number.trim() });
  return isFeature ? { ...phone, features: { [row.what]: true } } : phone;
}

function addressOf(before: CardAddress | undefined, row: AddressRow): CardAddress | null {
  const was = before && addressRow(row.key, before);
  if (was && JSON.stringify({ ...was, where: '' }) === JSON.stringify({ ...row, where: '' })) return placed(before, row.where, {});
  const components = ([['name', row.street], ['locality', row.locality], ['region', row.region], ['postcode', row.postcode], ['country', row.country]] as const)
    .filter(([, value]) => value.trim())
    .map(([kind, value]) => ({ kind, value: value.trim() }));
  if (!components.length) return null;
  const { full: _, ...rest } = before ?? {};
  return placed<CardAddress>(rest, row.where, { components });
}

const orNull = <T>(all: Record<string, T>): Record<string, T> | null => (Object.keys(all).length ? all : null);

/** The properties that the form makes of it, null for those that are then empty; only those that differ from `card`. */
export function toPatch(fields: CardFields, card: Card): Record<string, unknown> {
  const before = toFields(card);
  const patch: Record<string, unknown> = {};
  const differs = (...names: (keyof CardFields)[]): boolean => names.some((name) => JSON.stringify(fields[name]) !== JSON.stringify(before[name]));
  const components = nameKinds.flatMap((kind) => (fields[kind].trim() ? [{ kind, value: fields[kind].trim() }] : []));
  if (differs(...nameKinds) || !card.name || (!components.length && differs('organisation'))) {
    const email = fields.emails.map((one) => one.address.trim()).find(Boolean);
    const full = fullFrom(components) || fields.organisation.trim() || fields.nickname.trim() || email || '';
    patch.name = components.length ? { full, components, isOrdered: true } : { full };
    const kind = components.length || !fields.organisation.trim() ? 'individual' : 'org';
    if (kind !== (card.kind ?? 'individual')) patch.kind = kind;
  }
  if (differs('nickname')) patch.nicknames = orNull(Object.fromEntries(fields.nickname.split(',').map((one) => one.trim()).filter(Boolean).map((name, at) => [`n${at + 1}`, { name }])));
  if (differs('organisation', 'unit')) patch.organizations = organizations(fields, card);
  if (differs('role')) {
    const [key = 't1', ...others] = Object.keys(card.titles ?? {});
    const rest = Object.fromEntries(others.map((one) => [one, card.titles?.[one]]));
    patch.titles = orNull({ ...(fields.role.trim() && { [key]: { ...card.titles?.[key], name: fields.role.trim() } }), ...rest });
  }
  if (differs('notes')) patch.notes = orNull(fields.notes.trim() ? { [Object.keys(card.notes ?? {})[0] ?? 'n1']: { note: fields.notes.trim() } } : {});
  if (differs('emails')) {
    const rows = fields.emails.filter((one) => one.address.trim());
    patch.emails = orNull(Object.fromEntries(rows.map((row) => [row.key, placed<CardEmail>(card.emails?.[row.key], row.where, { address: row.address.trim() })])));
  }
  if (differs('phones')) {
    const rows = fields.phones.filter((one) => one.number.trim());
    patch.phones = orNull(Object.fromEntries(rows.map((row) => [row.key, phoneOf(card.phones?.[row.key], row)])));
  }
  if (differs('addresses')) {
    const rows = fields.addresses.map((row) => [row.key, addressOf(card.addresses?.[row.key], row)] as const);
    patch.addresses = orNull(Object.fromEntries(rows.filter(([, one]) => one)));
  }
  return patch;
}

function organizations(fields: CardFields, card: Card): Record<string, unknown> | null {
  const [key = 'o1', ...others] = Object.keys(card.organizations ?? {});
  const rest = Object.fromEntries(others.map((one) => [one, card.organizations?.[one]]));
  const units = fields.unit.split(',').map((one) => one.trim()).filter(Boolean).map((name) => ({ name }));
  const name = fields.organisation.trim();
  return orNull({ ...((name || units.length) && { [key]: { ...(name && { name }), ...(units.length && { units }) } }), ...rest });
}

/** A new card from what the form makes: without the nulls. */
export const toCard = (patch: Record<string, unknown>): Card => Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null)) as Card;
