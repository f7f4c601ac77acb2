// What the server says of the recipients: asked for all new ones together, and kept while the page is there.
import { SvelteMap } from 'svelte/reactivity';

import type { EmailAddress, Id } from '../../jmap/standard';
import { session } from '../../store/session.svelte';
import { keyOf } from './addresses';
import type { Checked } from './nudges';

const urn = 'urn:bailey:params:jmap:recipients';
const most = 200;

class Checking {
  private readonly known = new SvelteMap<string, Checked>();
  private asked = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted = new Set<string>();

  constructor() {
    session.client.addCapability('Recipient', urn);
  }

  get(email: string): Checked | undefined {
    return this.known.get(keyOf(email));
  }
  get all(): Map<string, Checked> {
    return this.known;
  }

  /** Has these looked at soon. */
  want(accountId: Id, people: EmailAddress[]): void {
    for (const { email } of people) {
      const key = keyOf(email);
      if (!this.known.has(key) && !this.asked.has(key)) this.wanted.add(key);
    }
    if (!this.wanted.size) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(accountId), 250);
  }

  /** Has these looked at now: before sending. */
  async have(accountId: Id, people: EmailAddress[]): Promise<Checked[]> {
    for (const { email } of people) if (!this.known.has(keyOf(email))) this.wanted.add(keyOf(email));
    await this.ask(accountId);
    return people.flatMap(({ email }) => this.known.get(keyOf(email)) ?? []);
  }

  private async ask(accountId: Id): Promise<void> {
    clearTimeout(this.timer);
    const now = [...this.wanted].slice(0, most);
    this.wanted = new Set([...this.wanted].slice(most));
    const may = session.account(accountId)?.accountCapabilities ?? {};
    if (!now.length || !(urn in may)) return;
    for (const key of now) this.asked.add(key);
    const answer = await session.client.call<{ list: Checked[] }>('Recipient/check', { accountId, addresses: now }).answer;
    for (const key of now) this.asked.delete(key);
    if (!answer.ok) return;
    answer.value.list.forEach((one, at) => this.known.set(now[at] ?? keyOf(one.address), one));
    if (this.wanted.size) await this.ask(accountId);
  }
}

export const checking = new Checking();
