// Whose an account is, by name (RFC 9670 section 1.5.2): "Listing Office" for the shared mailbox, one's own name.
import { SvelteMap } from 'svelte/reactivity';

import type { GetResult, Id } from '../jmap/standard';
import type { Principal } from '../jmap/types';
import { session } from './session.svelte';

const capability = 'urn:ietf:params:jmap:principals:owner';

class Owners {
  private readonly names = new SvelteMap<Id, string>();
  private readonly asked = new Set<Id>();

  /** The name; until it is known, the account's address. */
  nameOf(accountId: Id): string {
    return this.names.get(accountId) ?? session.account(accountId)?.name ?? '';
  }

  async load(accountIds: Id[]): Promise<void> {
    const wanted = accountIds.filter((id) => !this.asked.has(id));
    for (const id of wanted) this.asked.add(id);
    const principals = new Map(wanted.map((id) => [String(session.account(id)?.accountCapabilities[capability]?.principalId ?? ''), id]));
    principals.delete('');
    if (!principals.size) return;
    const args = { accountId: session.ownId, ids: [...principals.keys()], properties: ['id', 'name'] };
    const answer = await session.client.call<GetResult<Principal>>('Principal/get', args).answer;
    if (!answer.ok) return;
    for (const { id, name } of answer.value.list) {
      const accountId = principals.get(id);
      if (accountId !== undefined && name) this.names.set(accountId, name);
    }
  }
}

export const owners = new Owners();
