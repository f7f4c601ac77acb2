// Changes to emails on their way to the server: shown at once, sent in their order, kept over a lost connection and a
// closed page until the server has answered.
import type { Answer } from '../jmap/answer';
import type { Id, SetResult } from '../jmap/standard';
import type { Email } from '../jmap/types';
import { accountStore } from './account.svelte';
import { Kept } from './kept';
import type { Patch } from './patch';
import { session } from './session.svelte';

/** The arguments of an Email/set (RFC 8621 section 4.6). */
export interface Change {
  accountId: Id;
  update?: Record<Id, Patch>;
  destroy?: Id[];
}

/** What the server would not do: how many, and its word for why. */
export interface Refusal {
  change: Change;
  ids: Id[];
  type: string;
}

interface Waiting {
  key: number;
  change: Change;
  settle: (() => void)[];
  /** The server has answered. */
  answered: () => void;
  /** It has, or it cannot be reached. */
  done: () => void;
}

class Outbox {
  /** How many wait for the server to be there again. */
  waiting = $state(0);
  onRefusal: (refusal: Refusal) => void = () => {};
  private readonly kept = new Kept<Change>('outbox');
  private queue: Waiting[] = [];
  private sending = false;

  constructor() {
    session.whenBack(() => void this.flush());
  }

  /** Sends what an earlier page could not. */
  async start(): Promise<void> {
    for (const { key, value } of await this.kept.all(session.username))
      if (!this.queue.some((one) => one.key === key)) this.queue.push({ key, change: value, settle: lay(value), answered: () => {}, done: () => {} });
    await this.flush();
  }

  /**
   * Makes the change here and now; the server hears of it as soon as it can. Ends when it has, or cannot yet;
   * `answered` is called when it has, however late.
   */
  async send(change: Change, answered: () => void = () => {}): Promise<void> {
    const settle = lay(change);
    const sent = new Promise<void>((done) => this.queue.push({ key: 0, change, settle, answered, done }));
    const one = this.queue.at(-1);
    if (one && (this.queue.length > 1 || session.isOffline)) await this.keep(one);
    void this.flush();
    await sent;
  }

  private async keep(one: Waiting): Promise<void> {
    if (one.key === 0) one.key = await this.kept.add(session.username, $state.snapshot(one.change) as Change);
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      for (let one = this.queue[0]; one !== undefined; one = this.queue[0]) {
        const { change } = one;
        const answer = await session.client.call<SetResult<Email>>('Email/set', { ...change }).answer;
        if (!answer.ok && (answer.problem.kind === 'offline' || answer.problem.kind === 'signedOut')) {
          for (const each of this.queue) {
            await this.keep(each);
            each.done();
          }
          break;
        }
        this.queue.shift();
        if (one.key) await this.kept.remove(one.key);
        this.settled(one, answer);
        one.answered();
        one.done();
      }
    } finally {
      this.sending = false;
      this.waiting = this.queue.length;
    }
  }

  private settled(one: Waiting, answer: Answer<SetResult<Email>>): void {
    const { change } = one;
    const { emails } = accountStore(change.accountId);
    const failed = { ...(answer.ok && { ...answer.value.notUpdated, ...answer.value.notDestroyed }) };
    for (const [id, patch] of Object.entries(change.update ?? {}))
      if (answer.ok && !failed[id]) emails.confirm(id, patch);
    for (const settle of one.settle) settle();
    const all = [...Object.keys(change.update ?? {}), ...(change.destroy ?? [])];
    // What is gone already is where it was to go.
    const ids = answer.ok ? Object.keys(failed).filter((id) => failed[id]?.type !== 'notFound') : all;
    const type = answer.ok ? failed[ids[0] ?? '']?.type : answer.problem.kind === 'refused' ? answer.problem.type : 'broken';
    if (ids.length) this.onRefusal({ change, ids, type: type ?? 'broken' });
    void accountStore(change.accountId).refresh();
  }
}

function lay(change: Change): (() => void)[] {
  const { emails } = accountStore(change.accountId);
  return Object.entries(change.update ?? {}).map(([id, patch]) => emails.lay(id, patch));
}

export const outbox = new Outbox();
