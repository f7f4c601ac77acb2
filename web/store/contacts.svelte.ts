// The address books that one may see, one's own and those of others, with their cards: kept whole, so that they can be
// searched as one types.
import { type Answer, bad } from '../jmap/answer';
import type { Card, ContactCard } from '../jmap/contacts';
import type { Id, SetError, SetResult } from '../jmap/standard';
import type { AddressBook } from '../jmap/types';
import { Records } from './records.svelte';
import { contentOf } from './parts';
import { session } from './session.svelte';

const urn = 'urn:ietf:params:jmap:contacts';

export interface Held {
  accountId: Id;
  card: ContactCard;
}
export interface Shelf {
  accountId: Id;
  isOwn: boolean;
  name: string;
  books: Records<AddressBook>;
  cards: Records<ContactCard>;
}
export interface CardChange {
  create?: Record<Id, Card & { addressBookIds: Record<Id, boolean> }>;
  update?: Record<Id, Partial<Record<string, unknown>>>;
  destroy?: Id[];
}

/** What a /set refused, the first of it. */
export function refusalOf<T>(answer: Answer<SetResult<T>>): SetError | null {
  if (!answer.ok) return { type: answer.problem.kind };
  const { notCreated, notUpdated, notDestroyed } = answer.value;
  return Object.values({ ...notCreated, ...notUpdated, ...notDestroyed })[0] ?? null;
}

class Contacts {
  private readonly known = new Map<Id, Shelf>();
  private loading: Promise<void> | null = null;
  /** The cards of one account at least could not be had. */
  failed = $state(false);

  /** The accounts with address books, one's own first. */
  get shelves(): Shelf[] {
    const accounts = Object.entries(session.jmap?.accounts ?? {}).filter(([, one]) => urn in one.accountCapabilities);
    const order = accounts.sort(([a, one], [b, two]) => Number(b === session.ownId) - Number(a === session.ownId) || one.name.localeCompare(two.name));
    return order.map(([id, one]) => this.shelf(id, one.name));
  }
  shelf(accountId: Id, name = session.account(accountId)?.name ?? ''): Shelf {
    const known = this.known.get(accountId);
    if (known) return known;
    const { client } = session;
    const shelf: Shelf = {
      accountId,
      isOwn: accountId === session.ownId,
      name,
      books: new Records<AddressBook>(client, accountId, { type: 'AddressBook' }),
      cards: new Records<ContactCard>(client, accountId, { type: 'ContactCard' }),
    };
    this.known.set(accountId, shelf);
    return shelf;
  }

  get isLoaded(): boolean {
    return this.shelves.some((one) => one.cards.isWhole);
  }
  get all(): Held[] {
    return this.shelves.flatMap(({ accountId, cards }) => cards.all().map((card) => ({ accountId, card })));
  }
  find(accountId: Id, id: Id): ContactCard | undefined {
    return this.known.get(accountId)?.cards.get(id);
  }
  /** A card that names one of these addresses. */
  withAddress(email: string): Held | undefined {
    const key = email.toLowerCase();
    return this.all.find(({ card }) => Object.values(card.emails ?? {}).some((one) => one.address.toLowerCase() === key));
  }

  load(): Promise<void> {
    this.loading ??= this.loadShelves().finally(() => (this.loading = null));
    return this.loading;
  }
  private async loadShelves(): Promise<void> {
    const missing = this.shelves.filter(({ books, cards }) => !books.isWhole || !cards.isWhole);
    const answers = await Promise.all(missing.flatMap(({ books, cards }) => [books.loadAll(), cards.loadAll()]));
    this.failed = answers.some((one) => !one.ok);
  }

  /** The book that what is new goes to. */
  defaultBook(accountId = session.ownId): AddressBook | undefined {
    const books = this.shelf(accountId).books.all().filter((one) => one.myRights.mayWrite);
    return books.find((one) => one.isDefault) ?? books[0];
  }
  mayWrite({ accountId, card }: Held): boolean {
    const { books } = this.shelf(accountId);
    return Object.keys(card.addressBookIds).some((id) => books.get(id)?.myRights.mayWrite);
  }

  async set(accountId: Id, change: CardChange): Promise<Answer<SetResult<ContactCard>>> {
    const answer = await session.client.call<SetResult<ContactCard>>('ContactCard/set', { accountId, ...change }).answer;
    if (answer.ok) await this.shelf(accountId).cards.refresh();
    return answer;
  }

  /** In lots that the server takes; `progress` is told how many are done. The answer is how many were made. */
  async createAll(
    accountId: Id,
    cards: (Card & { addressBookIds: Record<Id, boolean> })[],
    progress: (done: number) => void = () => {},
  ): Promise<Answer<{ made: number; refused: { card: Card; why: SetError }[] }>> {
    const lot = Math.min(100, session.client.limits?.maxObjectsInSet ?? 100);
    const refused: { card: Card; why: SetError }[] = [];
    let made = 0;
    for (let n = 0; n < cards.length; n += lot) {
      const some = cards.slice(n, n + lot);
      const create = Object.fromEntries(some.map((card, at) => [`n${at}`, card]));
      const answer = await session.client.call<SetResult<ContactCard>>('ContactCard/set', { accountId, create }).answer;
      if (!answer.ok) return made ? { ok: true, value: { made, refused } } : answer;
      made += Object.keys(answer.value.created ?? {}).length;
      some.forEach((card, at) => {
        const why = answer.value.notCreated?.[`n${at}`];
        if (why) refused.push({ card, why });
      });
      progress(Math.min(cards.length, n + lot));
    }
    await this.shelf(accountId).cards.refresh();
    return { ok: true, value: { made, refused } };
  }

  async setBooks(accountId: Id, change: Record<string, unknown>): Promise<Answer<SetResult<AddressBook>>> {
    const answer = await session.client.call<SetResult<AddressBook>>('AddressBook/set', { accountId, ...change }).answer;
    const { books, cards } = this.shelf(accountId);
    await Promise.all([books.refresh(), cards.refresh()]);
    if (answer.ok || answer.problem.kind !== 'refused') return answer;
    return bad(answer.problem);
  }

  /** The picture of a card; null where there is none, or none that can be had. */
  async picture({ accountId, card }: Held): Promise<Blob | null> {
    const photo = Object.values(card.media ?? {}).find((one) => one.kind === 'photo');
    if (!photo?.blobId) return null;
    return contentOf(accountId, { blobId: photo.blobId, type: photo.mediaType ?? 'image/png' });
  }

  async refresh(accountId: Id, types: Record<string, string>): Promise<void> {
    const shelf = this.known.get(accountId);
    if (!shelf) return;
    if ('AddressBook' in types && shelf.books.state !== null) await shelf.books.refresh();
    if ('ContactCard' in types && shelf.cards.state !== null && shelf.cards.state !== types.ContactCard) await shelf.cards.refresh();
  }
}

export const contacts = new Contacts();

session.listen((change) => {
  for (const [id, types] of Object.entries(change.changed)) void contacts.refresh(id, types);
});
session.whenBack(() => {
  for (const { accountId } of contacts.shelves) void contacts.refresh(accountId, { AddressBook: '', ContactCard: '' });
});
