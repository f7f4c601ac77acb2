// What a person chose, as the server keeps it for all their browsers (docs/use/api.md, Preferences). Before it is there,
// and where the server has none, the defaults hold.
import type { Answer } from '../jmap/answer';
import type { GetResult, Id, SetResult } from '../jmap/standard';
import { session } from './session.svelte';

export interface Preferences {
  language: 'en' | 'cy';
  timeZone: string;
  messagesPerPage: number;
  density: 'comfortable' | 'compact';
  readingPane: 'right' | 'below' | 'off';
  conversations: boolean;
  undoSendSeconds: number;
  composeFormat: 'rich' | 'plain';
  checkSpellingAsTyped: boolean;
  checkSpellingBeforeSending: boolean;
  personalWords: Record<string, true>;
  askReadReceipts: boolean;
  remoteContentTrusted: Record<string, true>;
  keyboardShortcuts: boolean;
  nudges: boolean;
  defaultReply: 'reply' | 'all';
  signatureOnNew: boolean;
  signatureOnReplies: boolean;
  dismissedNotices: Record<Id, true>;
}

export const defaults: Preferences = {
  language: 'en',
  timeZone: 'Europe/London',
  messagesPerPage: 50,
  density: 'comfortable',
  readingPane: 'right',
  conversations: true,
  undoSendSeconds: 10,
  composeFormat: 'rich',
  checkSpellingAsTyped: true,
  checkSpellingBeforeSending: false,
  personalWords: {},
  askReadReceipts: false,
  remoteContentTrusted: {},
  keyboardShortcuts: true,
  nudges: true,
  defaultReply: 'reply',
  signatureOnNew: true,
  signatureOnReplies: false,
  dismissedNotices: {},
};

const urn = 'urn:bailey:params:jmap:preferences';
const id = 'singleton';

class PreferencesStore {
  now: Preferences = $state({ ...defaults });
  /** Is `now` what the server has? */
  isLoaded = $state(false);
  private loading: Promise<void> | undefined;

  constructor() {
    session.client.addCapability('Preferences', urn);
    session.listen((change) => {
      if (change.changed[session.ownId]?.Preferences) void this.load(true);
    });
  }

  /** Whether the server keeps any. */
  get areKept(): boolean {
    return urn in (session.account(session.ownId)?.accountCapabilities ?? {});
  }

  /** What the server has; asked once, unless `again`. */
  load(again = false): Promise<void> {
    if (again || !this.loading) this.loading = this.fetch();
    return this.loading;
  }

  /** Changes at once here; where the server refuses, it is as before, and the answer says why. */
  async set(change: Partial<Preferences>): Promise<Answer<SetResult<Preferences>>> {
    const before = $state.snapshot(this.now) as Preferences;
    Object.assign(this.now, change);
    return this.send(change, before);
  }

  /** Adds to, or takes out of, one of the sets. */
  async keep(name: 'personalWords' | 'remoteContentTrusted' | 'dismissedNotices', key: string, isIn = true): Promise<Answer<SetResult<Preferences>>> {
    const before = $state.snapshot(this.now) as Preferences;
    if (isIn) this.now[name][key] = true;
    else delete this.now[name][key];
    // A JSON pointer's "/" and "~" (RFC 6901).
    const pointer = `${name}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    return this.send({ [pointer]: isIn ? true : null }, before);
  }

  private async fetch(): Promise<void> {
    if (!this.areKept) return;
    const answer = await session.client.call<GetResult<Preferences & { id: Id }>>('Preferences/get', {
      accountId: session.ownId,
      ids: null,
    }).answer;
    const found = answer.ok ? answer.value.list[0] : undefined;
    if (found) {
      Object.assign(this.now, found);
      this.isLoaded = true;
    } else this.loading = undefined;
  }

  private async send(patch: Record<string, unknown>, before: Preferences): Promise<Answer<SetResult<Preferences>>> {
    const answer = await session.client.call<SetResult<Preferences>>('Preferences/set', {
      accountId: session.ownId,
      update: { [id]: patch },
    }).answer;
    const refusal = answer.ok ? answer.value.notUpdated?.[id] : undefined;
    if (answer.ok && !refusal) return answer;
    Object.assign(this.now, before);
    if (!refusal) return answer;
    return { ok: false, problem: { kind: 'refused', type: refusal.type, details: refusal } };
  }
}

export const preferences = new PreferencesStore();
