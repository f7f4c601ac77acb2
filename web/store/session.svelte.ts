// Who is signed in, on which accounts, and whether the server can be reached.
import type { Answer, Problem } from '../jmap/answer';
import { Client } from '../jmap/client';
import { Push } from '../jmap/push';
import * as entrance from '../jmap/signin';
import type { Id, JmapSession, SessionAccount, StateChange } from '../jmap/standard';

type Phase = 'starting' | 'signedOut' | 'signedIn';

const mail = 'urn:ietf:params:jmap:mail';

// How long a failed contact lasts before it is tried again, in milliseconds; doubled each time up to the last.
const firstWait = 2_000;
const longestWait = 60_000;

class Session {
  phase: Phase = $state('starting');
  isOffline = $state(false);
  /** The session ended while one was at work: the page stays as it is and asks to sign in again. */
  hasEnded = $state(false);
  jmap: JmapSession | null = $state.raw(null);
  /** How far somebody is on the way in. */
  entry = $state.raw<entrance.Entry | null>(null);
  readonly client = new Client();
  private readonly push: Push;
  private readonly onChange = new Set<(change: StateChange) => void>();
  private readonly onReturn = new Set<() => void>();
  private wait = firstWait;
  private lookedAt = Date.now();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.push = new Push(
      () => this.jmap,
      (change) => this.onChange.forEach((tell) => tell(change)),
      (reached) => (reached ? this.reached() : this.look()),
    );
    this.client.onContact = (reached) => (reached ? this.reached() : this.lost());
    this.client.onSignedOut = () => {
      if (this.phase === 'signedIn') this.hasEnded = true;
    };
    this.client.onSessionChange = () => void this.reopen();
    if (typeof window === 'undefined') return;
    window.addEventListener('online', () => this.look());
    window.addEventListener('offline', () => this.lost());
    // A lid that was opened again, a window that one comes back to: what there is may be other than it was.
    document.addEventListener('visibilitychange', () => {
      if (document.hidden || this.phase !== 'signedIn') return;
      if (this.isOffline || Date.now() - this.lookedAt > 60_000) void (this.isOffline ? this.look() : this.reopen());
    });
  }

  /** Is somebody signed in already? */
  async start(): Promise<void> {
    const answer = await this.client.open();
    if (answer.ok) this.enter(answer.value);
    else if (answer.problem.kind === 'offline') this.lost();
    else await this.halfWay();
  }

  // Somebody may have reloaded the page on the way in.
  private async halfWay(): Promise<void> {
    const who = await entrance.whoIsThere();
    if (who.ok && 'expiresAt' in who.value && who.value.next) this.entry = who.value;
    this.phase = 'signedOut';
  }

  async signIn(username: string, password: string): Promise<Problem | null> {
    return this.arrive(await entrance.signIn(username.trim(), password));
  }

  /** A step on the way in was taken: on to the next, or in. */
  async arrive(answer: Answer<entrance.Entry>): Promise<Problem | null> {
    if (!answer.ok) {
      // Half an hour is over: from the beginning.
      if (answer.problem.kind === 'signedOut') this.entry = null;
      return answer.problem;
    }
    if (answer.value.next) {
      this.entry = answer.value;
      return null;
    }
    return this.opened();
  }

  async signOut(): Promise<void> {
    const answer = await entrance.signOut();
    if (!answer.ok && answer.problem.kind === 'offline') return this.lost();
    // A fresh page holds nothing of the person who was here.
    window.location.replace('/sign-in');
  }

  readonly openSessions = entrance.sessions;
  readonly endSession = entrance.endSession;

  get ownId(): Id {
    return this.jmap?.primaryAccounts[mail] ?? '';
  }
  get username(): string {
    return this.jmap?.username ?? '';
  }
  account(id: Id): SessionAccount | undefined {
    return this.jmap?.accounts[id];
  }
  /** The accounts with mail: the own one first, then shared ones by name. */
  get mailAccounts(): Id[] {
    const all = Object.entries(this.jmap?.accounts ?? {}).filter(([, account]) => mail in account.accountCapabilities);
    const shared = all.filter(([id]) => id !== this.ownId).sort(([, a], [, b]) => a.name.localeCompare(b.name));
    return [...(this.ownId ? [this.ownId] : []), ...shared.map(([id]) => id)];
  }

  /** `tell` hears what changes on the server; the returned function ends that. */
  listen(tell: (change: StateChange) => void): () => void {
    this.onChange.add(tell);
    return () => this.onChange.delete(tell);
  }
  /** `tell` is called when the server is reached again, and when one who had been signed out is in again. */
  whenBack(tell: () => void): () => void {
    this.onReturn.add(tell);
    return () => this.onReturn.delete(tell);
  }

  /** Asks now whether the server is there. */
  look(): void {
    clearTimeout(this.timer);
    void this.client.open().then((answer) => {
      if (!answer.ok) return;
      if (this.phase === 'starting') this.enter(answer.value);
      else this.jmap = answer.value;
    });
  }

  private async opened(): Promise<Problem | null> {
    const answer = await this.client.open();
    if (!answer.ok) return answer.problem;
    if (this.hasEnded && this.jmap && this.jmap.username !== answer.value.username) window.location.reload();
    this.entry = null;
    this.enter(answer.value);
    return null;
  }

  private enter(jmap: JmapSession): void {
    this.jmap = jmap;
    this.phase = 'signedIn';
    this.push.start();
    if (!this.hasEnded) return;
    this.hasEnded = false;
    this.onReturn.forEach((tell) => tell());
  }

  private async reopen(): Promise<void> {
    this.lookedAt = Date.now();
    const before = Object.keys(this.jmap?.accounts ?? {}).join();
    const answer = await this.client.open();
    if (!answer.ok) return;
    this.jmap = answer.value;
    // The stream hears of the accounts that there were when it began.
    if (Object.keys(answer.value.accounts).join() !== before) this.push.start();
  }

  private reached(): void {
    this.wait = firstWait;
    if (!this.isOffline) return;
    clearTimeout(this.timer);
    this.isOffline = false;
    this.onReturn.forEach((tell) => tell());
  }

  private lost(): void {
    this.isOffline = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), this.wait);
    this.wait = Math.min(longestWait, this.wait * 2);
  }
}

export const session = new Session();
