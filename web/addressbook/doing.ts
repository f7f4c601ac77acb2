// What the menus of contacts do, the same for a wide screen and a phone.
import { dialogs } from '../app/dialogs.svelte';
import { route } from '../app/route.svelte';
import Confirm from '../components/Confirm.svelte';
import type { MenuItem } from '../components/menu';
import type { AddressBook } from '../jmap/types';
import { contacts, type Held, refusalOf } from '../store/contacts.svelte';
import { session } from '../store/session.svelte';
import { write } from '../mail/commands/compose';
import { written } from '../mail/compose/addresses';
import { t } from '../text/text.svelte';
import AskName from './AskName.svelte';
import { addToGroup, exportCards, make, makeBook, remove, removeBook, renameBook, told } from './keeping';
import { isGroup, membersOf, nameOf } from './naming';
import { addressesOf, shelf } from './shelf.svelte';

export const hrefOf = ({ accountId, card }: Held): string => route.href('addressbook', [accountId, card.id]);

export function writeTo(people: { name: string | null; email: string }[]): void {
  if (people.length) void write({ kind: 'new', accountId: session.ownId, to: people.map(written).join(', ') });
}
export const writeToCards = (all: Held[]): void => writeTo(addressesOf(all.map((one) => one.card)));

export const peopleOf = (group: Held): Held[] =>
  membersOf(group.card, contacts.all.filter((one) => one.accountId === group.accountId), (one) => one.card);

export const bookName = (book: AddressBook): string => (book.isDefault && book.name === 'Contacts' ? t('contacts.ownBook') : book.name);

/** Asks for its name; the group then has these, where they are one's own. */
export function newGroup(members: Held[] = []): void {
  const accountId = members[0]?.accountId ?? session.ownId;
  dialogs.show(AskName, {
    title: t('contacts.group.new'),
    label: t('contacts.group.name'),
    hint: t('contacts.group.nameHint'),
    onname: async (name: string) => {
      const book = contacts.defaultBook(accountId);
      const uids = members.filter((one) => one.accountId === accountId).map((one) => [one.card.uid, true] as const);
      const made = book && (await make(accountId, { kind: 'group', name: { full: name }, members: Object.fromEntries(uids) }, book.id));
      if (made) shelf.show({ kind: 'group', accountId, id: made.id });
      return Boolean(made);
    },
  });
}
export function newBook(): void {
  dialogs.show(AskName, { title: t('contacts.book.new'), label: t('contacts.book.name'), onname: (name: string) => makeBook(session.ownId, name) });
}

export async function showImport(): Promise<void> {
  const { default: Import } = await import('./Import.svelte');
  dialogs.show(Import, {});
}
export async function showDuplicates(): Promise<void> {
  const { default: Duplicates } = await import('./Duplicates.svelte');
  dialogs.show(Duplicates, {});
}

export const menuOfAll = (): MenuItem[] => [
  { label: t('contacts.import'), icon: 'upload', run: () => void showImport() },
  { label: t('contacts.exportAll'), icon: 'download', disabled: !contacts.all.length, run: () => void exportCards(contacts.all, t('contacts.title')) },
  { label: t('contacts.duplicates'), icon: 'people', run: () => void showDuplicates() },
  { label: t('contacts.group.new'), icon: 'add', begins: true, run: () => newGroup() },
  { label: t('contacts.book.new'), icon: 'add', run: newBook },
];

export function menuOfBook(accountId: string, book: AddressBook): MenuItem[] {
  const name = bookName(book);
  const inside = (): Held[] => contacts.all.filter((one) => one.accountId === accountId && one.card.addressBookIds[book.id]);
  const items: (MenuItem | false)[] = [
    { label: t('contacts.book.export'), icon: 'download', run: () => void exportCards(inside(), name) },
    book.myRights.mayShare && {
      label: t('contacts.book.share'),
      icon: 'shared',
      run: async () => {
        const { default: Share } = await import('./Share.svelte');
        dialogs.show(Share, { accountId, bookId: book.id });
      },
    },
    book.myRights.mayWrite && {
      label: t('contacts.book.rename'),
      icon: 'edit',
      run: () => void dialogs.show(AskName, { title: t('contacts.book.rename'), label: t('contacts.book.name'), name, onname: (to: string) => renameBook(accountId, book.id, to) }),
    },
    book.myRights.mayDelete && {
      label: t('contacts.book.delete'),
      icon: 'trash',
      danger: true,
      begins: true,
      run: () =>
        void dialogs.show(Confirm, {
          title: t('contacts.book.delete'), text: t('contacts.book.deleteText', { name }), action: t('contacts.delete'), isDangerous: true,
          onconfirm: () => void removeBook(accountId, book.id).then((done) => done && shelf.show({ kind: 'all' })),
        }),
    },
  ];
  return items.filter((item): item is MenuItem => item !== false);
}

export function menuOfGroup(group: Held): MenuItem[] {
  const may = contacts.mayWrite(group);
  const rename = async (name: string): Promise<boolean> =>
    told(refusalOf(await contacts.set(group.accountId, { update: { [group.card.id]: { name: { full: name } } } })));
  const items: (MenuItem | false)[] = [
    { label: t('contacts.group.write'), icon: 'compose', disabled: !peopleOf(group).length, run: () => writeToCards(peopleOf(group)) },
    { label: t('contacts.group.export'), icon: 'download', run: () => void exportCards([group, ...peopleOf(group)], nameOf(group.card)) },
    may && {
      label: t('contacts.group.rename'),
      icon: 'edit',
      run: () => void dialogs.show(AskName, { title: t('contacts.group.rename'), label: t('contacts.group.name'), name: nameOf(group.card), onname: rename }),
    },
    may && {
      label: t('contacts.group.delete'),
      icon: 'trash',
      danger: true,
      begins: true,
      run: () => {
        shelf.show({ kind: 'all' });
        void remove([group]);
      },
    },
  ];
  return items.filter((item): item is MenuItem => item !== false);
}

/** The groups that these can be put in. */
export function menuOfGroups(all: Held[]): MenuItem[] {
  const near = new Set(all.map((one) => one.accountId));
  const groups = shelf.groups.filter((one) => isGroup(one.card) && near.has(one.accountId) && contacts.mayWrite(one));
  return [
    ...groups.map((group): MenuItem => ({ label: t('contacts.addToGroup', { name: nameOf(group.card) }), icon: 'people', run: () => void addToGroup(group, all) })),
    { label: t(all.length > 1 ? 'contacts.group.newOfChosen' : 'contacts.group.new'), icon: 'add', begins: groups.length > 0, run: () => newGroup(all) },
  ];
}
