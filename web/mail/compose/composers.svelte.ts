// The messages being written: those whose windows are open, and those that are being sent.
import { bad, type Answer } from '../../jmap/answer';
import { accountStore } from '../../store/account.svelte';
import { session } from '../../store/session.svelte';
import { Composition, kept } from './composition.svelte';
import { type Draft, newMessageId } from './draft';
import { type Outgoing, send as submit, type Sent } from './sending';

class Composers {
  open: Composition[] = $state([]);
  /** Sent while there was no connection: they go when it is back. */
  waiting: Composition[] = $state([]);
  /** Tells of a message of `waiting` that went, or could not. */
  onSettled: (composition: Composition, answer: Answer<Sent>) => void = () => {};
  private hasStarted = false;

  /** From now on, what is unsaved is saved as it can be; gives the messages that an earlier page did not close. */
  async start(): Promise<Composition[]> {
    if (this.hasStarted) return [];
    this.hasStarted = true;
    session.whenBack(() => this.retry());
    window.addEventListener('pagehide', () => this.keepAll());
    document.addEventListener('visibilitychange', () => document.hidden && this.keepAll());
    window.addEventListener('beforeunload', (event) => {
      this.keepAll();
      if (this.waiting.length || this.open.some((one) => one.uploads.isBusy)) event.preventDefault();
    });
    return this.restore();
  }

  add(draft: Draft, row: number | null = null): Composition {
    // One draft, one window.
    const same = draft.emailId && this.open.find((one) => one.draft.emailId === draft.emailId);
    if (same) {
      same.isMinimised = false;
      return same;
    }
    const composition = new Composition(draft, row);
    hold(draft.key);
    for (const other of this.open) other.isFull = false;
    this.open = [...this.open, composition];
    return composition;
  }

  remove(composition: Composition): void {
    this.open = this.open.filter((one) => one !== composition);
    release(composition.draft.key);
  }

  async close(composition: Composition): Promise<void> {
    this.remove(composition);
    await composition.close();
  }

  /** Sends it. `offline` in the answer: it is kept, and goes later. */
  async send(composition: Composition, seconds: number): Promise<Answer<Sent>> {
    const { identity, account, draft } = composition;
    const [drafts, sent] = [account.mailboxOf('drafts'), account.mailboxOf('sent')];
    if (!identity || !drafts || !sent) return bad({ kind: 'offline' });
    // Known before the first try, and kept: whatever happens, a second try can see whether the first one went.
    const mayHaveGone = draft.isGoing;
    draft.isGoing = true;
    draft.messageId ??= newMessageId(identity.email);
    await composition.keep();
    const outgoing: Outgoing = { draft: $state.snapshot(draft) as Draft, mayHaveGone };
    const answer = await submit(session.client, outgoing, identity, { drafts: drafts.id, sent: sent.id }, seconds);
    if (answer.ok) {
      this.waiting = this.waiting.filter((one) => one !== composition);
      this.remove(composition);
      await composition.end();
      void accountStore(draft.accountId).refresh();
    } else if (answer.problem.kind === 'refused') draft.isGoing = false;
    return answer;
  }

  /** Nobody answered: it waits for the connection, out of the way. */
  wait(composition: Composition): void {
    this.remove(composition);
    hold(composition.draft.key);
    if (!this.waiting.includes(composition)) this.waiting = [...this.waiting, composition];
  }

  private retry(): void {
    for (const one of this.open) one.retry();
    for (const one of [...this.waiting]) void this.sendWaiting(one);
  }

  private async sendWaiting(composition: Composition): Promise<void> {
    composition.uploads.retry();
    if (!(await composition.filesAreUp())) return;
    const answer = await this.send(composition, 0);
    if (!answer.ok && answer.problem.kind === 'offline') return;
    this.waiting = this.waiting.filter((one) => one !== composition);
    if (!answer.ok) this.open = [...this.open, composition];
    this.onSettled(composition, answer);
  }

  private keepAll(): void {
    for (const one of [...this.open, ...this.waiting]) void one.keep();
  }

  private async restore(): Promise<Composition[]> {
    const found: Composition[] = [];
    for (const { key, value } of await kept.all(session.username)) {
      if (this.open.some((one) => one.draft.key === value.key) || !session.account(value.accountId)) continue;
      if (await isHeld(value.key)) continue;
      // What was going up has to begin anew; what has no file any more is gone.
      value.attachments = value.attachments.filter((one) => one.blobId || one.file);
      for (const one of value.attachments) one.problem = null;
      const composition = this.add(value, key);
      if (value.isGoing) {
        this.wait(composition);
        void this.sendWaiting(composition);
        continue;
      }
      composition.isMinimised = true;
      composition.isDoubtful = true;
      composition.touch();
      composition.uploads.go();
      found.push(composition);
    }
    return found;
  }
}

// A message is open in one window of this browser: that holds its lock, which falls with the window.
const releases = new Map<string, () => void>();
const lockOf = (key: string): string => `bailey.draft.${key}`;

function hold(key: string): void {
  if (releases.has(key)) return;
  let release = () => {};
  const until = new Promise<void>((resolve) => (release = resolve));
  releases.set(key, release);
  void navigator.locks?.request(lockOf(key), () => until);
}
function release(key: string): void {
  releases.get(key)?.();
  releases.delete(key);
}
async function isHeld(key: string): Promise<boolean> {
  const state = await navigator.locks?.query();
  return state?.held?.some((lock) => lock.name === lockOf(key)) ?? false;
}

export const composers = new Composers();
