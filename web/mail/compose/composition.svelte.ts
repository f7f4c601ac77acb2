// One message being written: kept in this browser at every pause, on the server a little later, so that neither a lost
// connection nor a closed lid loses a word.
import type { Problem } from '../../jmap/answer';
import type { Id } from '../../jmap/standard';
import type { Identity } from '../../jmap/types';
import { accountStore, type AccountStore } from '../../store/account.svelte';
import { Kept } from '../../store/kept';
import { session } from '../../store/session.svelte';
import { type Draft, isEmpty, isUploading, newMessageId } from './draft';
import { saveDraft } from './saving';
import { Uploads } from './uploads.svelte';

/**
 * - `clean`: as the server has it, or not begun.
 * - `changed`: kept here; the server will have it in a moment.
 * - `offline`: kept here; the server will have it when it is there.
 * - `problem`: the server will not take it as it is; `problem` says why.
 */
type State = 'clean' | 'changed' | 'saving' | 'offline' | 'problem';

export const kept = new Kept<Draft>('drafts');

// After a pause of so long, in milliseconds, and at the latest so long after the first change.
const keepPause = 300;
const savePause = 2_000;
const longestUnsaved = 15_000;

export class Composition {
  draft: Draft = $state() as Draft;
  state: State = $state('clean');
  problem: Problem | null = $state(null);
  savedAt: number | null = $state(null);
  /** The draft was changed elsewhere, too: both are kept. */
  wasChangedElsewhere = $state(false);
  isMinimised = $state(false);
  isFull = $state(false);
  readonly uploads: Uploads;
  /** What the page does when the text is wanted: the editor writes what it has into the draft. */
  onCollect: () => void = () => {};

  /** What came of the last save is not known. */
  isDoubtful = false;

  private row: number | null = null;
  private keeping: Promise<void> = Promise.resolve();
  private keepTimer: ReturnType<typeof setTimeout> | undefined;
  private saveTimer: ReturnType<typeof setTimeout> | undefined;
  private firstChange: number | null = null;
  private saving: Promise<void> | null = null;
  private revision = 0;
  private isOver = false;

  /** `row`: where it is kept already. */
  constructor(draft: Draft, row: number | null = null) {
    this.draft = draft;
    this.row = row;
    this.uploads = new Uploads(this);
  }

  get account(): AccountStore {
    return accountStore(this.draft.accountId);
  }
  get identity(): Identity | undefined {
    const all = this.account.identities.all();
    return all.find((one) => one.id === this.draft.identityId) ?? all[0];
  }
  get hasUnsaved(): boolean {
    return this.state !== 'clean';
  }

  /** Something of it changed. */
  touch(): void {
    if (this.isOver) return;
    this.revision += 1;
    this.draft.changedAt = Date.now();
    this.problem = null;
    if (this.state !== 'saving') this.state = 'changed';
    this.firstChange ??= Date.now();
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => void this.keep(), keepPause);
    this.saveSoon();
  }

  private saveSoon(): void {
    clearTimeout(this.saveTimer);
    const left = (this.firstChange ?? Date.now()) + longestUnsaved - Date.now();
    this.saveTimer = setTimeout(() => void this.save(), Math.max(0, Math.min(savePause, left)));
  }

  /** Keeps it in this browser. */
  keep(): Promise<void> {
    clearTimeout(this.keepTimer);
    this.onCollect();
    if (this.isOver || (this.row === null && isEmpty(this.draft))) return this.keeping;
    const draft = $state.snapshot(this.draft) as Draft;
    this.keeping = this.keeping.then(() => this.store(draft)).catch(() => {
      // A full disk: the server has what was saved, and will have the rest.
    });
    return this.keeping;
  }
  private async store(draft: Draft): Promise<void> {
    if (this.isOver) return;
    if (this.row === null) this.row = await kept.add(session.username, draft);
    else await kept.put(session.username, this.row, draft);
  }

  /** Saves it on the server; ends when that has it, or cannot. */
  save(): Promise<void> {
    clearTimeout(this.saveTimer);
    this.saving ??= this.saveNow().finally(() => (this.saving = null));
    return this.saving;
  }

  private async saveNow(): Promise<void> {
    if (this.isOver || isEmpty(this.draft)) return;
    const { identity } = this;
    const drafts = this.account.mailboxOf('drafts');
    if (!identity || !drafts) return;
    const at = this.revision;
    this.state = 'saving';
    this.draft.messageId ??= newMessageId(identity.email);
    await this.keep();
    const draft = $state.snapshot(this.draft) as Draft;
    const answer = await saveDraft(session.client, draft, identity, drafts.id, this.isDoubtful);
    if (this.isOver) return;
    this.isDoubtful = !answer.ok && answer.problem.kind !== 'refused';
    if (!answer.ok) {
      this.problem = answer.problem;
      this.state = answer.problem.kind === 'refused' ? 'problem' : 'offline';
      return;
    }
    const { emailId, blobIds, wasChangedElsewhere } = answer.value;
    this.draft.emailId = emailId;
    for (const one of this.draft.attachments) one.blobId = blobIds.get(one.key) ?? one.blobId;
    this.wasChangedElsewhere ||= wasChangedElsewhere;
    this.savedAt = Date.now();
    this.firstChange = null;
    this.state = this.revision === at ? 'clean' : 'changed';
    void this.keep();
    if (this.state === 'changed') this.saveSoon();
  }

  /** The server is there again. */
  retry(): void {
    this.uploads.retry();
    if (this.state === 'offline') void this.save();
  }

  /** Waits until all files are up; false where one will not go. */
  async filesAreUp(): Promise<boolean> {
    await this.uploads.idle();
    return !isUploading(this.draft) && !this.draft.attachments.some((one) => one.problem);
  }

  /** Nothing more of it is saved or kept: it was sent, or given up. */
  async end(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.keepTimer);
    clearTimeout(this.saveTimer);
    this.uploads.cancelAll();
    await this.keeping;
    await this.saving;
    if (this.row !== null) await kept.remove(this.row).catch(() => {});
    this.row = null;
  }

  /** Closes the window of it: the draft is among the drafts. */
  async close(): Promise<void> {
    await this.keep();
    if (this.hasUnsaved) await this.save();
    // What the server has not got stays here, for the next time.
    if (this.state === 'offline' || this.state === 'problem') this.isOver = true;
    else await this.end();
  }

  async discard(): Promise<void> {
    await this.end();
    const { accountId, emailId } = this.draft;
    if (emailId) await destroy(accountId, emailId);
  }
}

async function destroy(accountId: Id, emailId: Id): Promise<void> {
  await session.client.call('Email/set', { accountId, destroy: [emailId] }).answer;
}
