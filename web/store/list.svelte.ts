// An Email/query of any length (RFC 8620 section 5.5), of which only the parts that are looked at are known. It is kept
// right by queryChanges, so that rows come and go where they are, and what is read does not move.
import { refusedAs } from '../jmap/answer';
import type { Call, Client } from '../jmap/client';
import type { EmailFilter, GetResult, Id, QueryChangesResult, QueryResult, Sort } from '../jmap/standard';
import type { Email, Thread } from '../jmap/types';
import type { Records } from './records.svelte';

export interface ListQuery {
  filter: EmailFilter | null;
  sort: Sort[];
  collapseThreads: boolean;
}

/** What a list shows of an email: the server gives all of it without opening a message. */
export const listed = [
  'id',
  'blobId',
  'threadId',
  'mailboxIds',
  'keywords',
  'from',
  'to',
  'subject',
  'receivedAt',
  'preview',
  'hasAttachment',
  'size',
];

/** Where what a list brings is kept. */
export interface MailRecords {
  readonly id: Id;
  readonly emails: Records<Email>;
  readonly threads: Records<Thread>;
  know(ids: Id[], conversations: boolean): Promise<void>;
  /** Forgets what is not looked at, where there is much of it. */
  trim(): void;
}

const page = 60;

export class EmailList {
  /** The query cannot be answered; the server's word for why. */
  problem: string | null = $state(null);
  /** Moves with every change of what is where. */
  version = $state(0);
  // As the server has it, and without what is on its way out.
  private ids: (Id | undefined)[] = [];
  private shown: (Id | undefined)[] = [];
  private length: number | null = null;
  private readonly leaving = new Set<Id>();
  private queryState: string | null = null;
  private pages = new Set<number>();
  private refreshing: Promise<void> | null = null;
  private again = false;
  private seen: [number, number] = [0, page];

  constructor(
    private readonly client: Client,
    readonly account: MailRecords,
    readonly query: ListQuery,
  ) {}

  /** Null until the first answer. */
  get total(): number | null {
    void this.version;
    return this.length === null ? null : this.shown.length;
  }
  /** The id of a row; undefined where it is not known yet. */
  at(index: number): Id | undefined {
    void this.version;
    return this.shown[index];
  }
  indexOf(id: Id): number {
    void this.version;
    return this.shown.indexOf(id);
  }
  /** The ids that are known within [first, last]. */
  between(first: number, last: number): Id[] {
    void this.version;
    return this.shown.slice(Math.max(0, first), last + 1).filter((id): id is Id => id !== undefined);
  }

  /** Rows from first to last are looked at: what is missing of them is fetched. */
  need(first: number, last: number): void {
    this.seen = [first, last];
    // What is on its way out moves the rows by no more than there is of it.
    const end = this.length === null ? page - 1 : Math.min(last + this.leaving.size, this.length - 1);
    for (let n = Math.floor(Math.max(0, first) / page); n <= Math.floor(end / page); n += 1) {
      if (this.pages.has(n) || this.isKnown(n)) continue;
      this.pages.add(n);
      void this.fetch(n).finally(() => this.pages.delete(n));
    }
    // Rows that were known once, and whose emails were forgotten since.
    const known = this.between(first, last).filter((id) => !this.account.emails.has(id));
    if (known.length) void this.account.know(known, this.query.collapseThreads);
  }

  /** The rows that are looked at. */
  get inSight(): Id[] {
    return this.between(...this.seen);
  }

  /** All ids of the query, known or not; at most `most`. */
  async everyId(most: number): Promise<Id[]> {
    const answer = await this.client.call<QueryResult>('Email/query', {
      ...this.arguments(),
      position: 0,
      limit: most,
    }).answer;
    return answer.ok ? answer.value.ids : [];
  }

  /** Rows are taken out before the server says so; until it has, they can come back. */
  leave(ids: Id[]): void {
    for (const id of ids) this.leaving.add(id);
    this.changed();
  }
  comeBack(ids: Id[]): void {
    for (const id of ids) this.leaving.delete(id);
    this.changed();
  }

  /** Takes up what changed on the server. */
  refresh(): Promise<void> {
    if (this.refreshing) this.again = true;
    this.refreshing ??= this.catchUp().finally(() => {
      this.refreshing = null;
      if (!this.again) return;
      this.again = false;
      void this.refresh();
    });
    return this.refreshing;
  }

  private arguments(): Record<string, unknown> {
    const { filter, sort, collapseThreads } = this.query;
    return { accountId: this.account.id, filter, sort, collapseThreads };
  }

  private isKnown(n: number): boolean {
    if (this.length === null) return false;
    const end = Math.min((n + 1) * page, this.length);
    for (let i = n * page; i < end; i += 1) if (this.ids[i] === undefined) return false;
    return true;
  }

  // One request: the ids, what the rows show, and the rest of their conversations.
  private async fetch(n: number): Promise<void> {
    const { emails, threads } = this.account;
    const accountId = this.account.id;
    const query = this.client.call<QueryResult>('Email/query', {
      ...this.arguments(),
      position: n * page,
      limit: page,
      calculateTotal: true,
    });
    const get = this.client.call<GetResult<Email>>('Email/get', {
      accountId,
      '#ids': query.ref('/ids'),
      properties: listed,
    });
    const more = this.query.collapseThreads ? this.conversations(get) : [];
    const found = await query.answer;
    if (!found.ok) {
      if (found.problem.kind === 'refused') this.problem = found.problem.type;
      return;
    }
    const got = await get.answer;
    if (got.ok) emails.take(got.value);
    if (more[0]) {
      const answer = await more[0].answer;
      if (answer.ok) threads.take(answer.value as GetResult<Thread>);
    }
    if (more[1]) {
      const answer = await more[1].answer;
      if (answer.ok) emails.take(answer.value as GetResult<Email>);
    }
    this.put(found.value);
    this.account.trim();
  }

  private conversations(get: Call<GetResult<Email>>): Call<GetResult<Thread> | GetResult<Email>>[] {
    const accountId = this.account.id;
    const threads = this.client.call<GetResult<Thread>>('Thread/get', {
      accountId,
      '#ids': get.ref('/list/*/threadId'),
    });
    const rest = this.client.call<GetResult<Email>>('Email/get', {
      accountId,
      '#ids': threads.ref('/list/*/emailIds'),
      properties: listed,
    });
    return [threads, rest] as Call<GetResult<Thread> | GetResult<Email>>[];
  }

  private put(result: QueryResult): void {
    // The list moved on between two pages: what is known is brought up to now, and this page asked for anew.
    if (this.queryState !== null && this.queryState !== result.queryState) {
      void this.refresh();
      return;
    }
    this.problem = null;
    this.queryState = result.queryState;
    this.length = result.total ?? this.length ?? result.ids.length;
    this.ids.length = this.length;
    result.ids.forEach((id, n) => (this.ids[result.position + n] = id));
    this.changed();
  }

  private async catchUp(): Promise<void> {
    if (this.queryState === null) return this.problem === null ? undefined : this.need(...this.seen);
    const answer = await this.client.call<QueryChangesResult>('Email/queryChanges', {
      ...this.arguments(),
      sinceQueryState: this.queryState,
      calculateTotal: true,
    }).answer;
    if (answer.ok) {
      const { added, removed, newQueryState, total } = answer.value;
      this.queryState = newQueryState;
      if (added.length || removed.length) await this.take(added, removed, total);
      this.need(...this.seen);
    } else if (refusedAs(answer.problem, 'cannotCalculateChanges', 'tooManyChanges', 'invalidArguments')) {
      await this.startOver();
    }
  }

  // RFC 8620 section 5.6: remove, then insert from the lowest index up. A removed id of a part that is not known may
  // have been anywhere there: then only what is before the first gap is sure, and the rest is asked for anew.
  private async take(added: { id: Id; index: number }[], removed: Id[], total: number | undefined): Promise<void> {
    await this.account.know(
      added.map((one) => one.id),
      this.query.collapseThreads,
    );
    const leaving = new Set(removed);
    const known = new Set(this.ids);
    const fresh = new Set(added.map((one) => one.id));
    const unsure = removed.some((id) => !known.has(id) && !fresh.has(id));
    let ids = compact(this.ids, (id) => id === undefined || !leaving.has(id));
    for (const { id, index } of [...added].sort((a, b) => a.index - b.index)) {
      if (index > ids.length) ids.length = index;
      ids.splice(index, 0, id);
    }
    const gap = ids.findIndex((id) => id === undefined);
    if (unsure && gap >= 0) ids = ids.slice(0, gap);
    this.ids = ids;
    this.length = total ?? ids.length;
    this.ids.length = this.length;
    this.changed();
  }

  private async startOver(): Promise<void> {
    this.queryState = null;
    this.ids = [];
    const first = Math.floor(Math.max(0, this.seen[0]) / page);
    const last = Math.floor(this.seen[1] / page);
    for (let n = first; n <= last; n += 1) await this.fetch(n);
  }

  private changed(): void {
    const { leaving } = this;
    this.shown = leaving.size ? compact(this.ids, (id) => id === undefined || !leaving.has(id)) : this.ids;
    this.version += 1;
  }
}

// Unlike Array.filter, keeps the holes: they are rows that are there and not known.
function compact(ids: (Id | undefined)[], keep: (id: Id | undefined) => boolean): (Id | undefined)[] {
  const rest: (Id | undefined)[] = [];
  for (let n = 0; n < ids.length; n += 1) if (keep(ids[n])) rest.push(ids[n]);
  return rest;
}
