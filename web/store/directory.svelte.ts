// The directory of the community: Principals (RFC 9670), found by the server, of which those that are looked at are here.
import type { GetResult, Id, QueryResult } from '../jmap/standard';
import type { Principal } from '../jmap/types';
import { Records } from './records.svelte';
import { session } from './session.svelte';

const urn = 'urn:bailey:params:jmap:directory';

/** What the directory says beyond the standard (docs/use/api.md, "Contacts and the directory"). */
export interface Details {
  kind?: 'user' | 'sharedMailbox' | 'organisation' | 'list';
  organisation?: string;
  organisationId?: Id;
  businessType?: string | null;
  area?: string | null;
  address1?: string | null;
  address2?: string | null;
  town?: string | null;
  postcode?: string | null;
  telephone?: string | null;
  connection?: string;
}
export interface DirectoryFilter {
  text?: string;
  kind?: string;
  organisation?: string;
  place?: string;
  businessType?: string;
  area?: string;
}

export const detailsOf = (one: Principal): Details => (one.capabilities[urn] as Details | undefined) ?? {};

const page = 60;

/** What a search finds, of any length, in the order of names; pages come as they are looked at. */
export class Found {
  total: number | null = $state(null);
  problem: string | null = $state(null);
  version = $state(0);
  private readonly ids: (Id | undefined)[] = [];
  private readonly pages = new Set<number>();

  constructor(
    private readonly records: Records<Principal>,
    private readonly filter: DirectoryFilter,
  ) {}

  at(index: number): Principal | undefined {
    void this.version;
    const id = this.ids[index];
    return id === undefined ? undefined : this.records.get(id);
  }
  need(first: number, last: number): void {
    const end = this.total === null ? page - 1 : Math.min(last, this.total - 1);
    for (let n = Math.floor(Math.max(0, first) / page); n <= Math.floor(end / page); n += 1) {
      if (this.pages.has(n)) continue;
      this.pages.add(n);
      void this.fetch(n);
    }
  }
  private async fetch(n: number): Promise<void> {
    const accountId = session.ownId;
    const query = session.client.call<QueryResult>('Principal/query', {
      accountId,
      filter: Object.keys(this.filter).length ? this.filter : null,
      sort: [{ property: 'name', isAscending: true }],
      position: n * page,
      limit: page,
      calculateTotal: true,
    });
    const get = session.client.call<GetResult<Principal>>('Principal/get', { accountId, '#ids': query.ref('/ids') });
    const [found, got] = [await query.answer, await get.answer];
    if (!found.ok || !got.ok) {
      this.pages.delete(n);
      const problem = !found.ok ? found.problem : !got.ok ? got.problem : null;
      this.problem = problem?.kind ?? null;
      return;
    }
    this.records.take(got.value);
    found.value.ids.forEach((id, at) => (this.ids[found.value.position + at] = id));
    this.problem = null;
    this.total = found.value.total ?? found.value.ids.length;
    this.version += 1;
  }
}

class Directory {
  private records: Records<Principal> | null = null;
  private choicesKnown: Promise<{ businessTypes: string[]; areas: string[] }> | null = null;

  private get known(): Records<Principal> {
    return (this.records ??= new Records<Principal>(session.client, session.ownId, { type: 'Principal' }));
  }
  get(id: Id): Principal | undefined {
    return this.known.get(id);
  }
  async load(ids: Id[]): Promise<void> {
    await this.known.load(ids);
  }
  search(filter: DirectoryFilter): Found {
    return new Found(this.known, filter);
  }

  /** People alone, the first few. */
  async people(text: string, limit: number): Promise<Principal[]> {
    const accountId = session.ownId;
    const query = session.client.call<QueryResult>('Principal/query', { accountId, filter: { text, type: 'individual' }, limit });
    const get = session.client.call<GetResult<Principal>>('Principal/get', { accountId, '#ids': query.ref('/ids') });
    const answer = await get.answer;
    if (!answer.ok) return [];
    this.known.take(answer.value);
    return answer.value.list;
  }

  /** The kinds of business and the areas that organisations have. */
  choices(): Promise<{ businessTypes: string[]; areas: string[] }> {
    this.choicesKnown ??= this.readChoices();
    return this.choicesKnown;
  }
  private async readChoices(): Promise<{ businessTypes: string[]; areas: string[] }> {
    const accountId = session.ownId;
    const query = session.client.call<QueryResult>('Principal/query', { accountId, filter: { kind: 'organisation' }, limit: 500 });
    const get = session.client.call<GetResult<Principal>>('Principal/get', { accountId, '#ids': query.ref('/ids'), properties: ['capabilities'] });
    const answer = await get.answer;
    if (!answer.ok) this.choicesKnown = null;
    const all = (answer.ok ? answer.value.list : []).map(detailsOf);
    const named = (values: (string | null | undefined)[]): string[] =>
      [...new Set(values.filter((one): one is string => Boolean(one)))].sort((a, b) => a.localeCompare(b));
    return { businessTypes: named(all.map((one) => one.businessType)), areas: named(all.map((one) => one.area)) };
  }
}

export const directory = new Directory();
