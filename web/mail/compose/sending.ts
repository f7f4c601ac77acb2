// Sending (RFC 8621 section 7.5), so that a message goes once and only once, whatever becomes of the connection.
import { type Answer, bad, good } from '../../jmap/answer';
import type { Client } from '../../jmap/client';
import type { Id, QueryResult, SetError, SetResult } from '../../jmap/standard';
import type { Email, EmailSubmission, Identity } from '../../jmap/types';
import { keyOf } from './addresses';
import { type Draft, emailOf, recipients } from './draft';

export interface Mailboxes {
  drafts: Id;
  sent: Id;
}

export interface Sent {
  /** Null where an earlier try had already sent it. */
  submissionId: Id | null;
  emailId: Id;
  /** It can be called back until then, in milliseconds since 1970; null where it cannot. */
  heldUntil: number | null;
}

/** A message to send, which has its Message-ID: by it a second try sees what became of the first. */
export interface Outgoing {
  draft: Draft;
  /** An earlier try got no answer. */
  mayHaveGone: boolean;
}

function held(draft: Draft, seconds: number, now: number): { parameters: Record<string, string> | null; until: number | null } {
  if (draft.sendAt) return { parameters: { HOLDUNTIL: draft.sendAt }, until: Date.parse(draft.sendAt) };
  return seconds > 0
    ? { parameters: { HOLDFOR: String(seconds) }, until: now + seconds * 1000 }
    : { parameters: null, until: null };
}

const emails = (draft: Draft): string[] => [...new Map(recipients(draft).map((one) => [keyOf(one.email), one.email])).values()];

/** `seconds`: how long it is held for one who wants it back. */
export async function send(
  client: Client,
  outgoing: Outgoing,
  identity: Identity,
  mailboxes: Mailboxes,
  seconds: number,
): Promise<Answer<Sent>> {
  const { draft } = outgoing;
  if (outgoing.mayHaveGone) {
    const before = await alreadySent(client, draft, mailboxes.sent);
    if (!before.ok) return before;
    if (before.value) return good({ submissionId: null, emailId: before.value, heldUntil: null });
  }
  const { parameters, until } = held(draft, seconds, Date.now());
  const made = client.call<SetResult<Email>>('Email/set', {
    accountId: draft.accountId,
    create: { letter: emailOf(draft, identity, mailboxes.drafts) },
  });
  const sent = client.call<SetResult<EmailSubmission>>('EmailSubmission/set', {
    accountId: draft.accountId,
    create: {
      sending: {
        identityId: identity.id,
        emailId: '#letter',
        envelope: {
          mailFrom: { email: identity.email, parameters },
          rcptTo: emails(draft).map((email) => ({ email, parameters: null })),
        },
      },
    },
    onSuccessUpdateEmail: {
      '#sending': {
        'keywords/$draft': null,
        [`mailboxIds/${mailboxes.drafts}`]: null,
        [`mailboxIds/${mailboxes.sent}`]: true,
      },
    },
  });
  const [email, submission] = [await made.answer, await sent.answer];
  if (!email.ok) return email;
  const noEmail = email.value.notCreated?.letter;
  if (noEmail) return refusal(noEmail);
  const emailId = email.value.created?.letter?.id;
  if (!emailId) return bad({ kind: 'broken', description: 'Email/set' });
  const notSent = submission.ok ? submission.value.notCreated?.sending : undefined;
  if (!submission.ok || notSent) {
    // The draft that there was stays; the copy for sending goes.
    void client.call('Email/set', { accountId: draft.accountId, destroy: [emailId] });
    return submission.ok && notSent ? refusal(notSent) : (submission as Answer<Sent>);
  }
  after(client, draft);
  const submissionId = submission.value.created?.sending?.id ?? null;
  return good({ submissionId, emailId, heldUntil: submissionId ? until : null });
}

// What is left to do once it has gone; if this fails, nothing is lost but a mark.
function after(client: Client, draft: Draft): void {
  if (draft.emailId) void client.call('Email/set', { accountId: draft.accountId, destroy: [draft.emailId] });
  if (!draft.about) return;
  const keyword = draft.about.kind === 'reply' ? '$answered' : '$forwarded';
  void client.call('Email/set', {
    accountId: draft.about.accountId,
    update: { [draft.about.emailId]: { [`keywords/${keyword}`]: true } },
  });
}

async function alreadySent(client: Client, draft: Draft, sentId: Id): Promise<Answer<Id | null>> {
  const since = new Date(Date.now() - 7 * 86_400_000).toISOString().replace(/\.\d+/, '');
  const answer = await client.call<QueryResult>('Email/query', {
    accountId: draft.accountId,
    filter: { inMailbox: sentId, after: since, header: ['Message-ID', draft.messageId] },
    limit: 1,
  }).answer;
  return answer.ok ? good(answer.value.ids[0] ?? null) : answer;
}

/** Calls a message back while it is held: it is a draft again. False: too late. */
export async function callBack(client: Client, accountId: Id, sent: Sent, mailboxes: Mailboxes): Promise<Answer<boolean>> {
  if (!sent.submissionId) return good(false);
  const answer = await client.call<SetResult<EmailSubmission>>('EmailSubmission/set', {
    accountId,
    update: { [sent.submissionId]: { undoStatus: 'canceled' } },
    onSuccessUpdateEmail: {
      [sent.submissionId]: {
        'keywords/$draft': true,
        [`mailboxIds/${mailboxes.sent}`]: null,
        [`mailboxIds/${mailboxes.drafts}`]: true,
      },
    },
  }).answer;
  if (!answer.ok) return answer;
  return good(!answer.value.notUpdated?.[sent.submissionId]);
}

function refusal(error: SetError): Answer<never> {
  const problem = { kind: 'refused' as const, type: error.type, details: error as Record<string, unknown> };
  return bad(error.description ? { ...problem, description: error.description } : problem);
}
