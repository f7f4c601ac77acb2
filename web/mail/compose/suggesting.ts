// Where the names that are offered come from: the address book, the letters sent, the directory.
import type { EmailAddress, GetResult, Id, QueryResult } from '../../jmap/standard';
import type { Email, Principal } from '../../jmap/types';
import { accountStore } from '../../store/account.svelte';
import { session } from '../../store/session.svelte';
import { correspondents, rank, type Suggestion } from './ranking';

const contactsUrn = 'urn:ietf:params:jmap:contacts';
const principalsUrn = 'urn:ietf:params:jmap:principals';
const directoryUrn = 'urn:bailey:params:jmap:directory';

/** Of a card (RFC 9553) what is needed here. */
interface Card {
  id: Id;
  uid?: string;
  kind?: string;
  name?: { full?: string; components?: { kind: string; value: string }[] };
  emails?: Record<string, { address: string; pref?: number }>;
  organizations?: Record<string, { name?: string }>;
  members?: Record<string, boolean>;
}

const lettersRead = 300;

export class Suggesting {
  private recent: Promise<Suggestion[]> | null = null;
  private readonly found = new Map<string, Promise<Suggestion[]>>();
  private ownOrganisation: Promise<string | null> | null = null;

  /** The best for what is written; `taken` are there already. Empty where nothing is written: those written to last. */
  async for(query: string, taken: EmailAddress[]): Promise<Suggestion[]> {
    const written = query.trim();
    const recent = await (this.recent ??= this.readSent());
    if (!written) return rank(recent, '', taken, 6);
    const [cards, people] = await Promise.all([this.cards(written), this.people(written)]);
    return rank([...cards, ...recent, ...people], written, taken);
  }

  /** A letter was sent: its recipients are now the most recent. */
  forget(): void {
    this.recent = null;
  }

  private async readSent(): Promise<Suggestion[]> {
    const sent = accountStore(session.ownId).mailboxOf('sent');
    if (!sent) return [];
    const ids = session.client.call<QueryResult>('Email/query', {
      accountId: session.ownId,
      filter: { inMailbox: sent.id },
      sort: [{ property: 'receivedAt', isAscending: false }],
      limit: lettersRead,
    });
    const letters = session.client.call<GetResult<Email>>('Email/get', {
      accountId: session.ownId,
      '#ids': ids.ref('/ids'),
      properties: ['to', 'cc', 'bcc'],
    });
    const answer = await letters.answer;
    if (!answer.ok) {
      this.recent = null;
      return [];
    }
    return correspondents(answer.value.list.map((one) => [...(one.to ?? []), ...(one.cc ?? []), ...(one.bcc ?? [])]));
  }

  private cards(query: string): Promise<Suggestion[]> {
    return this.once(`cards ${query}`, async () => {
      if (!(contactsUrn in (session.account(session.ownId)?.accountCapabilities ?? {}))) return [];
      const ids = session.client.call<QueryResult>('ContactCard/query', {
        accountId: session.ownId,
        filter: { operator: 'OR', conditions: [{ name: query }, { email: query }] },
        limit: 30,
      });
      const cards = session.client.call<GetResult<Card>>('ContactCard/get', { accountId: session.ownId, '#ids': ids.ref('/ids') });
      const answer = await cards.answer;
      if (!answer.ok) return [];
      const groups = answer.value.list.filter((card) => card.kind === 'group' && card.members);
      return [...answer.value.list.flatMap(ofCard), ...(await Promise.all(groups.map(membersOf)))];
    });
  }

  private async people(query: string): Promise<Suggestion[]> {
    const own = await (this.ownOrganisation ??= readOrganisation());
    return this.once(`people ${query}`, async () => {
      if (!(principalsUrn in (session.account(session.ownId)?.accountCapabilities ?? {}))) return [];
      const ids = session.client.call<QueryResult>('Principal/query', {
        accountId: session.ownId,
        filter: { text: query },
        limit: 30,
      });
      const people = session.client.call<GetResult<Principal>>('Principal/get', { accountId: session.ownId, '#ids': ids.ref('/ids') });
      const answer = await people.answer;
      return answer.ok ? answer.value.list.flatMap((one) => ofPrincipal(one, own)) : [];
    });
  }

  private once(key: string, read: () => Promise<Suggestion[]>): Promise<Suggestion[]> {
    let answer = this.found.get(key);
    if (this.found.size > 200) this.found.clear();
    if (!answer) this.found.set(key, (answer = read()));
    return answer;
  }
}

const nameOfCard = (card: Card): string | null =>
  card.name?.full ?? (card.name?.components?.map((part) => part.value).join(' ') || null);

function ofCard(card: Card): Suggestion[] {
  const about = Object.values(card.organizations ?? {})[0]?.name ?? null;
  if (card.kind === 'group') return [];
  return Object.values(card.emails ?? {})
    .sort((a, b) => (a.pref ?? 101) - (b.pref ?? 101))
    .map((email) => ({ origin: 'contact', name: nameOfCard(card), email: email.address, about }));
}

async function membersOf(group: Card): Promise<Suggestion> {
  const all = await session.client.call<GetResult<Card>>('ContactCard/get', { accountId: session.ownId, ids: null }).answer;
  const uids = Object.keys(group.members ?? {}).map((uid) => uid.replace(/^urn:uuid:/, ''));
  const members = (all.ok ? all.value.list : [])
    .filter((card) => uids.includes((card.uid ?? '').replace(/^urn:uuid:/, '')))
    .flatMap((card) => ofCard(card).slice(0, 1))
    .map(({ name, email }) => ({ name, email }));
  return { origin: 'group', name: nameOfCard(group), email: '', about: null, members };
}

function ofPrincipal(one: Principal, own: string | null): Suggestion[] {
  if (!one.email) return [];
  const details = one.capabilities[directoryUrn] as { organisation?: string } | undefined;
  const organisation = details?.organisation ?? null;
  const origin = organisation !== null && organisation === own ? 'organisation' : 'directory';
  return [{ origin, name: one.name, email: one.email, about: organisation }];
}

async function readOrganisation(): Promise<string | null> {
  const may = session.account(session.ownId)?.accountCapabilities[principalsUrn] as { currentUserPrincipalId?: Id } | undefined;
  if (!may?.currentUserPrincipalId) return null;
  const answer = await session.client.call<GetResult<Principal>>('Principal/get', {
    accountId: session.ownId,
    ids: [may.currentUserPrincipalId],
  }).answer;
  const details = answer.ok ? (answer.value.list[0]?.capabilities[directoryUrn] as { organisation?: string } | undefined) : undefined;
  return details?.organisation ?? null;
}

export const suggesting = new Suggesting();
