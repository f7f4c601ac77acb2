// From the button to the message on its way: what is asked, what is said, and the way back.
import { dialogs } from '../../app/dialogs.svelte';
import type { Answer, Problem } from '../../jmap/answer';
import { accountStore } from '../../store/account.svelte';
import { preferences } from '../../store/preferences.svelte';
import { session } from '../../store/session.svelte';
import { undo } from '../../store/undo.svelte';
import { longDate } from '../../text/dates';
import { t } from '../../text/text.svelte';
import { keyOf, unique } from './addresses';
import Check from './Check.svelte';
import { checking } from './checking.svelte';
import { composers } from './composers.svelte';
import type { Composition } from './composition.svelte';
import { type Draft, recipients } from './draft';
import { nudgesFor, ownWords, refusedOf } from './nudges';
import { whyNot } from './reasons';
import { callBack, type Sent } from './sending';
import { suggesting } from './suggesting';

const markingsUrn = 'urn:bailey:params:jmap:markings';

export function markingsOf(accountId: string): string[] {
  const value = session.account(accountId)?.accountCapabilities[markingsUrn] as { markings?: string[] } | undefined;
  return value?.markings ?? [];
}

export interface Refused {
  email: string;
  text: string;
}

/** How sending stands, for the window of the message. */
export class Going {
  isBusy = $state(false);
  refused: Refused[] = $state([]);
  problem: string | null = $state(null);

  constructor(
    private readonly composition: Composition,
    private readonly misspelt: () => Promise<string[]>,
  ) {}

  clear(): void {
    this.refused = [];
    this.problem = null;
  }

  async send(): Promise<void> {
    if (this.isBusy) return;
    this.clear();
    this.isBusy = true;
    try {
      if (await this.mayGo()) await this.go();
    } finally {
      this.isBusy = false;
    }
  }

  // True: it may go as it is. Where something is asked, the answer goes on.
  private async mayGo(): Promise<boolean> {
    const { draft } = this.composition;
    this.composition.onCollect();
    const people = recipients(draft);
    if (!people.length) {
      this.problem = t('compose.noRecipients');
      return false;
    }
    if (!session.isOffline) await checking.have(draft.accountId, unique(people));
    this.refused = refusedOf(draft, checking.all, markingsOf(draft.accountId)).map(({ email, reason }) => ({
      email,
      text: whyNot(email, reason, checking.get(email)?.description),
    }));
    if (this.refused.length) return false;
    return this.ask(draft);
  }

  private async ask(draft: Draft): Promise<boolean> {
    const { now } = preferences;
    const checked = unique(recipients(draft)).flatMap(({ email }) => checking.get(email) ?? []);
    const nudges = now.nudges ? nudgesFor(draft, checked, ownWords(draft.text)) : [];
    const misspelt = now.checkSpellingBeforeSending ? await this.misspelt() : [];
    if (!nudges.length && !misspelt.length) return true;
    dialogs.show(Check, {
      nudges,
      misspelt: [...new Set(misspelt)],
      oninstead: (wrong: string, right: { name: string | null; email: string }) => this.replace(wrong, right),
      onbcc: () => this.toBcc(),
      onsend: () => void this.goAnyway(),
    });
    return false;
  }

  private replace(wrong: string, right: { name: string | null; email: string }): void {
    const { draft } = this.composition;
    for (const field of ['to', 'cc', 'bcc'] as const)
      draft[field] = unique(draft[field].map((one) => (keyOf(one.email) === keyOf(wrong) ? right : one)));
    this.composition.touch();
  }
  private toBcc(): void {
    const { draft } = this.composition;
    draft.bcc = unique([...draft.bcc, ...draft.to, ...draft.cc]);
    draft.to = [];
    draft.cc = [];
    this.composition.touch();
  }

  private async goAnyway(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await this.go();
    } finally {
      this.isBusy = false;
    }
  }

  private async go(): Promise<void> {
    const { composition } = this;
    if (!(await composition.filesAreUp()) && !session.isOffline) {
      this.problem = t('compose.filesFailed');
      return;
    }
    const draft = $state.snapshot(composition.draft) as Draft;
    const answer = await composers.send(composition, preferences.now.undoSendSeconds);
    if (answer.ok) return this.tell(draft, answer.value);
    if (answer.problem.kind === 'offline' || answer.problem.kind === 'signedOut') {
      composers.wait(composition);
      undo.done(t('compose.waiting'));
      return;
    }
    this.explain(answer.problem);
  }

  private tell(draft: Draft, sent: Sent): void {
    suggesting.forget();
    if (sent.heldUntil === null) return void undo.done(t('compose.sent'));
    const text = draft.sendAt ? t('compose.scheduled', { date: longDate(draft.sendAt) }) : t('compose.sentSoon');
    const shown = draft.sendAt ? 8_000 : Math.max(0, sent.heldUntil - Date.now() - 500);
    undo.done(text, () => void takeBack(draft, sent), shown);
  }

  private explain(problem: Problem): void {
    if (problem.kind !== 'refused') return void (this.problem = t('compose.failed.other', { type: problem.kind }));
    const { invalidRecipients, reasons } = (problem.details ?? {}) as { invalidRecipients?: string[]; reasons?: Record<string, string> };
    if (invalidRecipients?.length) {
      this.refused = invalidRecipients.map((email) => ({
        email,
        text: whyNot(email, reasons?.[email] ?? 'other'),
      }));
      return;
    }
    const known = ['tooLarge', 'rateLimit', 'forbiddenFrom', 'noRecipients'].includes(problem.type);
    this.problem = known
      ? t(`compose.failed.${problem.type}`)
      : t('compose.failed.other', { type: problem.description ?? problem.type });
  }
}

/** The message is a draft again, and open. */
export async function takeBack(draft: Draft, sent: Sent): Promise<void> {
  const account = accountStore(draft.accountId);
  const [drafts, sentBox] = [account.mailboxOf('drafts'), account.mailboxOf('sent')];
  if (!drafts || !sentBox) return;
  const answer = await callBack(session.client, draft.accountId, sent, { drafts: drafts.id, sent: sentBox.id });
  if (!answer.ok || !answer.value) return undo.problem(t('compose.tooLate'));
  undo.done(t('compose.calledBack'));
  const composition = composers.add({ ...draft, emailId: sent.emailId, isGoing: false, sendAt: null });
  composition.touch();
  void account.refresh();
}

/** A message that waited for the connection: told once it went, or opened again when it could not. */
composers.onSettled = (composition, answer: Answer<Sent>) => {
  if (answer.ok) return void undo.done(t('compose.waitingSent'));
  const { problem } = answer;
  const type = problem.kind === 'refused' ? (problem.description ?? problem.type) : problem.kind;
  undo.problem(t('compose.failed.other', { type }));
  composition.isMinimised = false;
};
