// Where in an email the words of a search are (RFC 8621 section 5): asked for the rows that are seen.
import { SvelteMap } from 'svelte/reactivity';

import type { EmailFilter, Id, SearchSnippet } from '../jmap/standard';
import { session } from './session.svelte';

export class Snippets {
  readonly snippets = new SvelteMap<Id, SearchSnippet>();
  private readonly asked = new Set<Id>();

  constructor(
    private readonly accountId: Id,
    private readonly filter: EmailFilter,
  ) {}

  async load(ids: Id[]): Promise<void> {
    const emailIds = ids.filter((id) => !this.asked.has(id));
    if (!emailIds.length) return;
    for (const id of emailIds) this.asked.add(id);
    const { accountId, filter } = this;
    const answer = await session.client.call<{ list: SearchSnippet[] }>('SearchSnippet/get', { accountId, filter, emailIds })
      .answer;
    if (answer.ok) for (const snippet of answer.value.list) this.snippets.set(snippet.emailId, snippet);
  }
}
