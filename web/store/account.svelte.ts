// The mail of one account: its records, its lists, and what keeps them right as the server's states move on.
import type { EmailFilter, Id, QueryResult } from '../jmap/standard';
import type { Email, Identity, Mailbox, Quota, Thread } from '../jmap/types';
import { EmailList, listed, type ListQuery } from './list.svelte';
import { Records } from './records.svelte';
import { session } from './session.svelte';

export const markingHeader = 'header:X-Protective-Marking:asText';
export interface Marking {
  id: Id;
  [markingHeader]: string | null;
}

export type OpenEmail = Email & { [markingHeader]?: string | null };

const opened = [
  ...['id', 'blobId', 'threadId', 'messageId', 'inReplyTo', 'references', 'sender', 'from', 'to', 'cc', 'bcc', 'replyTo'],
  ...['subject', 'sentAt', 'receivedAt', 'size', 'hasAttachment', 'preview', 'keywords', 'mailboxIds'],
  ...['bodyValues', 'textBody', 'htmlBody', 'attachments', 'header:X-Protective-Marking:asText'],
];
/** What is asked for of the parts of a message that is opened; a text may be flowed (RFC 3676). */
export const whole = {
  bodyProperties: [
    ...['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid'],
    'header:Content-Type:asRaw',
  ],
  fetchTextBodyValues: true,
  fetchHTMLBodyValues: true,
  maxBodyValueBytes: 2_000_000,
};

export class AccountStore {
  readonly mailboxes: Records<Mailbox>;
  readonly emails: Records<Email>;
  /** Whole messages, with their parts and text, of the few that are opened. Their keywords are those of `emails`. */
  readonly bodies: Records<OpenEmail>;
  readonly threads: Records<Thread>;
  readonly identities: Records<Identity>;
  readonly quotas: Records<Quota>;
  /** The protective marking of emails, which the server has to open a message for: asked for apart. */
  readonly markings: Records<Marking>;
  /** The messages that are open. */
  readonly read = new Set<Id>();
  private readonly lists = new Set<EmailList>();

  constructor(readonly id: Id) {
    const { client } = session;
    this.mailboxes = new Records(client, id, { type: 'Mailbox' });
    this.emails = new Records(client, id, {
      type: 'Email',
      properties: listed,
      mutable: ['keywords', 'mailboxIds'],
    });
    this.bodies = new Records(client, id, { type: 'Email', properties: opened, mutable: [], more: whole });
    this.threads = new Records(client, id, { type: 'Thread' });
    this.identities = new Records(client, id, { type: 'Identity' });
    this.markings = new Records(client, id, { type: 'Email', properties: ['id', markingHeader], mutable: [] });
    this.quotas = new Records(client, id, { type: 'Quota' });
  }

  mailboxOf(role: string): Mailbox | undefined {
    return this.mailboxes.all().find((mailbox) => mailbox.role === role);
  }

  /** A list of this account's emails, kept right until it is closed. */
  open(query: ListQuery): EmailList {
    const list = new EmailList(session.client, this, query);
    this.lists.add(list);
    return list;
  }
  close(list: EmailList): void {
    this.lists.delete(list);
  }

  /** The server's states of this account changed; where one is given, only that of the types named. */
  async refresh(types: Record<string, string> | null = null): Promise<void> {
    const moved = (type: string, records: { state: string | null }): boolean =>
      records.state !== null && (types === null || (type in types && types[type] !== records.state));
    const work: Promise<unknown>[] = [];
    if (moved('Mailbox', this.mailboxes)) work.push(this.mailboxes.refresh());
    if (moved('Thread', this.threads)) work.push(this.threads.refresh());
    if (moved('Identity', this.identities)) work.push(this.identities.refresh());
    if (types === null || 'Email' in types) {
      if (moved('Email', this.emails)) work.push(this.emails.refresh());
      for (const list of this.lists) work.push(list.refresh());
      if (this.quotas.isWhole) work.push(this.quotas.loadAll());
    }
    await Promise.all(work);
  }

  /** Lists take these out at once. `done`: the server has answered; `back`: they are not leaving after all. */
  leave(ids: Id[], isLeft: (list: EmailList) => boolean): { done: () => Promise<void>; back: () => void } {
    const left = [...this.lists].filter(isLeft);
    for (const list of left) list.leave(ids);
    const back = (): void => left.forEach((list) => list.comeBack(ids));
    const done = async (): Promise<void> => {
      await Promise.all(left.map((list) => list.refresh()));
      back();
    };
    return { done, back };
  }

  /** An hour of scrolling through a large mailbox leaves no more behind than some screens of it. */
  trim(): void {
    const rows = [...this.lists].flatMap((list) => list.inSight);
    const kept = new Set(rows);
    const threads = new Set<Id>();
    for (const id of rows) {
      const threadId = this.emails.get(id)?.threadId;
      if (threadId === undefined) continue;
      threads.add(threadId);
      for (const each of this.threads.get(threadId)?.emailIds ?? []) kept.add(each);
    }
    this.emails.trim(4_000, kept);
    this.threads.trim(4_000, threads);
    this.markings.trim(4_000, kept);
    this.bodies.trim(40, this.read);
  }

  /** All ids that a filter finds, page by page. */
  async everyId(filter: EmailFilter): Promise<Id[]> {
    const ids: Id[] = [];
    for (;;) {
      const answer = await session.client.call<QueryResult>('Email/query', {
        accountId: this.id,
        filter,
        position: ids.length,
        limit: 1000,
      }).answer;
      if (!answer.ok || !answer.value.ids.length) return ids;
      ids.push(...answer.value.ids);
      if (answer.value.ids.length < 1000) return ids;
    }
  }

  /** These emails, and with `conversations` all others of theirs, are known afterwards. */
  async know(ids: Id[], conversations: boolean): Promise<void> {
    await this.emails.load(ids);
    if (!conversations) return;
    const threadIds = ids.map((id) => this.emails.get(id)?.threadId).filter((id): id is Id => id !== undefined);
    await this.threads.load(threadIds);
    await this.emails.load(threadIds.flatMap((id) => this.threads.get(id)?.emailIds ?? []));
  }
}

const all = new Map<Id, AccountStore>();

export function accountStore(id: Id): AccountStore {
  let store = all.get(id);
  if (!store) all.set(id, (store = new AccountStore(id)));
  return store;
}

session.listen((change) => {
  for (const [id, types] of Object.entries(change.changed)) void all.get(id)?.refresh(types);
});
session.whenBack(() => {
  for (const store of all.values()) void store.refresh();
});
