// What is done to cards: deleted with a way back, moved to a group or out of one, made one, exported.
import type { Card, ContactCard } from '../jmap/contacts';
import type { Id } from '../jmap/standard';
import { contacts, type Held, refusalOf } from '../store/contacts.svelte';
import { save } from '../store/files';
import { undo } from '../store/undo.svelte';
import { t } from '../text/text.svelte';
import { type Merged, regrouped } from './merging';
import { isGroup, nameOf } from './naming';
import { written } from './vcard/write';

/** Says what the server would not have. */
export function told(refusal: { type: string; description?: string | null } | null): boolean {
  if (!refusal) return true;
  const known: Record<string, string> = {
    offline: 'app.offline', overQuota: 'contacts.full', tooLarge: 'contacts.tooLarge', forbidden: 'contacts.forbidden',
  };
  undo.problem(t(known[refusal.type] ?? 'contacts.notSaved'));
  return false;
}

async function dataOf(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve('');
    reader.readAsDataURL(blob);
  });
}

/** The card as it can be made again: its picture within it. */
async function whole(held: Held): Promise<Card & { addressBookIds: Record<Id, boolean> }> {
  const { id: _, ...card } = held.card;
  if (!card.media) return card;
  const picture = await contacts.picture(held);
  const { media: __, ...rest } = card;
  const uri = picture && (await dataOf(picture));
  return uri ? { ...rest, media: { photo: { kind: 'photo', uri } } } : rest;
}

const byAccount = (all: Held[]): Map<Id, Held[]> => {
  const accounts = new Map<Id, Held[]>();
  for (const one of all) accounts.set(one.accountId, [...(accounts.get(one.accountId) ?? []), one]);
  return accounts;
};

export async function remove(all: Held[]): Promise<void> {
  const may = all.filter((one) => contacts.mayWrite(one));
  const copies = await Promise.all(may.map(async (one) => ({ accountId: one.accountId, card: await whole(one) })));
  for (const [accountId, some] of byAccount(may))
    if (!told(refusalOf(await contacts.set(accountId, { destroy: some.map((one) => one.card.id) })))) return;
  const [first] = may;
  if (!first) return;
  const text = may.length === 1 ? t('contacts.deleted', { name: nameOf(first.card) }) : t('contacts.deletedMany', { n: may.length });
  undo.done(text, () => void restore(copies));
}
async function restore(copies: { accountId: Id; card: Card & { addressBookIds: Record<Id, boolean> } }[]): Promise<void> {
  for (const accountId of new Set(copies.map((one) => one.accountId))) {
    const answer = await contacts.createAll(accountId, copies.filter((one) => one.accountId === accountId).map((one) => one.card));
    if (!answer.ok || answer.value.refused.length) told({ type: 'notSaved' });
  }
}

/** Of these, those that can be in the group: it knows the cards of its account. */
export async function addToGroup(group: Held, all: Held[]): Promise<void> {
  const near = all.filter((one) => one.accountId === group.accountId && !isGroup(one.card));
  const members = { ...group.card.members, ...Object.fromEntries(near.map((one) => [one.card.uid, true])) };
  if (!told(refusalOf(await contacts.set(group.accountId, { update: { [group.card.id]: { members } } })))) return;
  undo.done(t('contacts.addedToGroup', { n: near.length, name: nameOf(group.card) }));
}
export async function removeFromGroup(group: Held, all: Held[]): Promise<void> {
  const gone = new Set(all.map((one) => one.card.uid));
  const before = group.card.members ?? {};
  const members = Object.fromEntries(Object.entries(before).filter(([uid]) => !gone.has(uid)));
  const set = async (wanted: Record<string, boolean>): Promise<boolean> =>
    told(refusalOf(await contacts.set(group.accountId, { update: { [group.card.id]: { members: wanted } } })));
  if (await set(members)) undo.done(t('contacts.removedFromGroup', { n: all.length, name: nameOf(group.card) }), () => void set(before));
}

export async function mergeCards(accountId: Id, merged: Merged): Promise<boolean> {
  const groups = contacts.shelf(accountId).cards.all().filter(isGroup);
  // First what stays, so that nothing is lost if the line breaks in between.
  const update = { [merged.keep.id]: merged.patch as Record<string, unknown>, ...regrouped(groups, merged) };
  if (!told(refusalOf(await contacts.set(accountId, { update })))) return false;
  return told(refusalOf(await contacts.set(accountId, { destroy: merged.gone.map((one) => one.id) })));
}

/** Saves them as one file of vCards 4.0. */
export async function exportCards(all: Held[], name: string): Promise<void> {
  const texts: string[] = [];
  for (const one of all) {
    const picture = one.card.media ? await contacts.picture(one) : null;
    texts.push(written(one.card, picture && (await dataOf(picture))));
  }
  const address = URL.createObjectURL(new Blob(texts, { type: 'text/vcard;charset=utf-8' }));
  save(address, `${name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim().slice(0, 60) || 'contacts'}.vcf`);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  undo.done(t('contacts.exported', { n: all.length }));
}

export async function makeBook(accountId: Id, name: string): Promise<boolean> {
  return told(refusalOf(await contacts.setBooks(accountId, { create: { book: { name } } })));
}
export async function renameBook(accountId: Id, id: Id, name: string): Promise<boolean> {
  return told(refusalOf(await contacts.setBooks(accountId, { update: { [id]: { name } } })));
}
export async function removeBook(accountId: Id, id: Id): Promise<boolean> {
  const answer = await contacts.setBooks(accountId, { destroy: [id], onDestroyRemoveContents: true });
  return told(refusalOf(answer));
}
export async function shareBook(accountId: Id, id: Id, shareWith: Record<Id, unknown> | null): Promise<boolean> {
  return told(refusalOf(await contacts.setBooks(accountId, { update: { [id]: { shareWith } } })));
}

/** A card of what was written by hand or taken from elsewhere; its id. */
export async function make(accountId: Id, card: Card, bookId: Id): Promise<ContactCard | null> {
  const answer = await contacts.set(accountId, { create: { card: { ...card, addressBookIds: { [bookId]: true } } } });
  if (!told(refusalOf(answer)) || !answer.ok) return null;
  const id = answer.value.created?.card?.id;
  return id ? (contacts.find(accountId, id) ?? null) : null;
}
