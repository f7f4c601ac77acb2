// What the service has to say to everybody or to an organisation (Notice, docs/use/api.md): looked for at the start,
// when the server says that there is another, and every few minutes.
import type { DateText, GetResult, Id } from '../jmap/standard';
import { preferences } from './preferences.svelte';
import { session } from './session.svelte';

export interface Notice {
  id: Id;
  level: 'info' | 'warning' | 'problem';
  text: { en: string; cy: string };
  from: DateText;
  until: DateText | null;
}

const capability = 'urn:bailey:params:jmap:notices';
const every = 5 * 60_000;
const rank = { problem: 0, warning: 1, info: 2 };

class Notices {
  private all: Notice[] = $state.raw([]);
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Those of now that were not put away, the gravest first. */
  get shown(): Notice[] {
    const now = Date.now();
    return this.all
      .filter(({ id, from, until }) => !preferences.now.dismissedNotices[id] && Date.parse(from) <= now && (until === null || Date.parse(until) > now))
      .sort((a, b) => rank[a.level] - rank[b.level] || b.from.localeCompare(a.from));
  }

  start(): void {
    if (this.timer !== undefined || !session.account(session.ownId)?.accountCapabilities[capability]) return;
    session.client.addCapability('Notice', capability);
    this.timer = setInterval(() => void this.load(), every);
    session.whenBack(() => void this.load());
    session.listen((change) => {
      if (change.changed[session.ownId]?.Notice !== undefined) void this.load();
    });
    void this.load();
  }

  putAway(id: Id): void {
    void preferences.keep('dismissedNotices', id);
  }

  private async load(): Promise<void> {
    const args = { accountId: session.ownId, ids: null };
    const answer = await session.client.call<GetResult<Notice>>('Notice/get', args).answer;
    if (answer.ok) this.all = answer.value.list;
  }
}

export const notices = new Notices();
