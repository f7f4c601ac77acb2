// The objects of one type in one account, as the server has them: fetched when asked for, kept right by /changes
// (RFC 8620 section 5.2), with what was changed here and has not been confirmed yet laid over them.
import { SvelteMap } from 'svelte/reactivity';

import { type Answer, good, refusedAs } from '../jmap/answer';
import type { Client } from '../jmap/client';
import type { ChangesResult, GetResult, Id, QueryResult } from '../jmap/standard';
import { apply, type Patch } from './patch';

export interface Shape {
  /** "Email" */
  type: string;
  /** Asked for by /get; all that are default where there is none. */
  properties?: string[];
  /** What may change of an object; after a change these alone are asked for. */
  mutable?: string[];
  /** More arguments of /get. */
  more?: Record<string, unknown>;
}

interface Kept {
  id: Id;
}

export class Records<T extends Kept> {
  private readonly base = new Map<Id, T>();
  private readonly shown = new SvelteMap<Id, T>();
  private readonly laid = new Map<Id, Patch[]>();
  private readonly asked = new Set<Id>();
  private wanted = new Set<Id>();
  private loading: Promise<Answer<void>> | null = null;
  private refreshing: Promise<Set<Id>> | null = null;
  private whole = $state(false);
  state: string | null = null;

  constructor(
    private readonly client: Client,
    readonly accountId: Id,
    private readonly shape: Shape,
  ) {}

  /** What is known now; a view that reads it is drawn anew when it changes. */
  get(id: Id): T | undefined {
    return this.shown.get(id);
  }
  /** Is it known? Asking draws nothing anew. */
  has(id: Id): boolean {
    return this.base.has(id);
  }
  all(): T[] {
    return [...this.shown.values()];
  }
  get isWhole(): boolean {
    return this.whole;
  }

  /** Sees to it that these are there; those that are or are on their way cost nothing. All calls of a turn are one. */
  load(ids: Iterable<Id>): Promise<Answer<void>> {
    for (const id of ids) if (!this.base.has(id) && !this.asked.has(id)) this.wanted.add(id);
    if (!this.wanted.size) return this.loading ?? Promise.resolve(good(undefined));
    this.loading ??= Promise.resolve().then(() => {
      this.loading = null;
      const now = [...this.wanted];
      this.wanted = new Set();
      return this.fetch(now);
    });
    return this.loading;
  }

  async loadAll(): Promise<Answer<void>> {
    const answer = await this.client.call<GetResult<T>>(`${this.shape.type}/get`, this.arguments(null)).answer;
    if (!answer.ok) return refusedAs(answer.problem, 'requestTooLarge') ? this.loadPages() : answer;
    this.whole = true;
    const there = new Set(answer.value.list.map((record) => record.id));
    for (const id of [...this.base.keys()]) if (!there.has(id)) this.drop(id);
    this.take(answer.value);
    return good(undefined);
  }

  // More than the server gives at once (RFC 8620 section 5.1): the ids by a query, page by page.
  private async loadPages(): Promise<Answer<void>> {
    const limit = Math.min(500, this.client.limits?.maxObjectsInGet ?? 500);
    const there = new Set<Id>();
    for (;;) {
      const page = await this.client.call<QueryResult>(`${this.shape.type}/query`, {
        accountId: this.accountId,
        position: there.size,
        limit,
      }).answer;
      if (!page.ok) return page;
      for (const id of page.value.ids) there.add(id);
      const loaded = page.value.ids.length ? await this.load(page.value.ids) : good(undefined);
      if (!loaded.ok) return loaded;
      if (page.value.ids.length < limit) break;
    }
    this.whole = true;
    for (const id of [...this.base.keys()]) if (!there.has(id)) this.drop(id);
    return good(undefined);
  }

  /** Puts in what another call has brought, such as an Email/get that refers to a query. */
  take(result: GetResult<T>): void {
    this.state ??= result.state;
    for (const record of result.list) this.put(record);
    for (const id of result.notFound) this.drop(id);
  }

  /** Takes up what changed on the server; tells which ids did. */
  refresh(): Promise<Set<Id>> {
    this.refreshing ??= this.catchUp().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  /** Lays a change over a record until the returned function is called; by then the server has it, or has refused it. */
  lay(id: Id, patch: Patch): () => void {
    this.laid.set(id, [...(this.laid.get(id) ?? []), patch]);
    this.show(id);
    return () => {
      const rest = (this.laid.get(id) ?? []).filter((other) => other !== patch);
      if (rest.length) this.laid.set(id, rest);
      else this.laid.delete(id);
      this.show(id);
    };
  }

  /** The server has said that this change was made. */
  confirm(id: Id, patch: Patch): void {
    const record = this.base.get(id);
    if (record) this.base.set(id, apply(record, patch));
    this.show(id);
  }

  /** Forgets what was fetched longest ago beyond `most`, but for `kept` and what waits for the server. */
  trim(most: number, kept: ReadonlySet<Id>): void {
    if (this.whole || this.base.size <= most) return;
    for (const id of this.base.keys()) {
      if (this.base.size <= most * 0.8) return;
      if (!kept.has(id) && !this.laid.has(id)) this.drop(id);
    }
  }

  drop(id: Id): void {
    this.base.delete(id);
    this.shown.delete(id);
  }

  private async catchUp(): Promise<Set<Id>> {
    const touched = new Set<Id>();
    if (this.state === null) return touched;
    for (;;) {
      const answer: Answer<ChangesResult> = await this.client.call<ChangesResult>(`${this.shape.type}/changes`, {
        accountId: this.accountId,
        sinceState: this.state,
      }).answer;
      if (!answer.ok) {
        if (refusedAs(answer.problem, 'cannotCalculateChanges')) await this.startOver();
        return touched;
      }
      const { created, updated, destroyed, newState, hasMoreChanges, updatedProperties }: ChangesResult = answer.value;
      for (const id of destroyed) this.drop(id);
      for (const id of [...created, ...updated, ...destroyed]) touched.add(id);
      const known = updated.filter((id) => this.base.has(id));
      const properties = updatedProperties ?? this.shape.mutable;
      this.state = newState;
      if (known.length) await this.fetch(known, properties ? ['id', ...properties] : undefined);
      if (this.whole && created.length) await this.fetch(created);
      if (!hasMoreChanges) return touched;
    }
  }

  private async startOver(): Promise<void> {
    const ids = [...this.base.keys()];
    this.state = null;
    if (this.whole) await this.loadAll();
    else if (ids.length) await this.fetch(ids);
  }

  private async fetch(ids: Id[], properties?: string[]): Promise<Answer<void>> {
    const most = Math.min(500, this.client.limits?.maxObjectsInGet ?? 500);
    const calls = [];
    for (const id of ids) this.asked.add(id);
    for (let n = 0; n < ids.length; n += most)
      calls.push(
        this.client.call<GetResult<T>>(`${this.shape.type}/get`, this.arguments(ids.slice(n, n + most), properties)),
      );
    let outcome: Answer<void> = good(undefined);
    for (const call of calls) {
      const answer = await call.answer;
      if (answer.ok) this.take(answer.value);
      else outcome = answer;
    }
    for (const id of ids) this.asked.delete(id);
    return outcome;
  }

  private arguments(ids: Id[] | null, properties?: string[]): Record<string, unknown> {
    const args: Record<string, unknown> = { accountId: this.accountId, ids };
    if (properties) return { ...args, properties };
    if (this.shape.properties) args.properties = this.shape.properties;
    return { ...args, ...this.shape.more };
  }

  // Part of a record (what may change of it) is put over what is known of the rest.
  private put(record: T): void {
    const known = this.base.get(record.id);
    this.base.set(record.id, known ? { ...known, ...record } : record);
    this.show(record.id);
  }

  private show(id: Id): void {
    let record = this.base.get(id);
    if (!record) return void this.shown.delete(id);
    for (const patch of this.laid.get(id) ?? []) record = apply(record, patch);
    this.shown.set(id, record);
  }
}
