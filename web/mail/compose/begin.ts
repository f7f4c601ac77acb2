// How a message begins: new, as an answer, passed on, or as a draft that is taken up again.
import { type Answer, bad, good } from '../../jmap/answer';
import type { EmailAddress, EmailBodyPart, GetResult, Id } from '../../jmap/standard';
import type { Email, Identity } from '../../jmap/types';
import { accountStore } from '../../store/account.svelte';
import { preferences } from '../../store/preferences.svelte';
import { session } from '../../store/session.svelte';
import { longDate } from '../../text/dates';
import { t } from '../../text/text.svelte';
import { attachmentsOf, partOfCid } from '../message/letter';
import { keyOf, parseAddresses, written } from './addresses';
import { type Attached, type Draft, emptyDraft, newKey } from './draft';
import { escaped, inert, nodesOf, richOf, textOf } from './html';
import * as quoting from './quoting';

export type Writing =
  | { kind: 'new'; accountId: Id; to?: string; subject?: string; cc?: string; bcc?: string; body?: string }
  | { kind: 'reply' | 'replyAll' | 'forward' | 'edit' | 'asNew' | 'asAttachment'; accountId: Id; emailId: Id };

type About = Exclude<Writing, { kind: 'new' }>;

/** Whether an account may be written from at all. */
export const mayWriteFrom = (accountId: Id): boolean =>
  'urn:ietf:params:jmap:submission' in (session.account(accountId)?.accountCapabilities ?? {});

export async function begin(writing: Writing): Promise<Answer<Draft>> {
  const accountId = mayWriteFrom(writing.accountId) ? writing.accountId : session.ownId;
  const account = accountStore(accountId);
  await Promise.all([
    preferences.load(),
    account.identities.isWhole ? undefined : account.identities.loadAll(),
    account.mailboxes.isWhole ? undefined : account.mailboxes.loadAll(),
  ]);
  const identities = account.identities.all();
  if (writing.kind === 'new') {
    const draft = fresh(accountId, identities[0]);
    return good(writeTo(sign(draft, identities[0], '', preferences.now.signatureOnNew), writing));
  }
  const source = accountStore(writing.accountId);
  const loaded = await source.bodies.load([writing.emailId]);
  const email = source.bodies.get(writing.emailId);
  if (!email) return loaded.ok ? bad({ kind: 'refused', type: 'notFound' }) : loaded;
  const draft = await beginFrom(writing, email, accountId, identities);
  // What belongs to another account is copied, or could not be attached (RFC 8620 section 6.3).
  return accountId === writing.accountId ? good(draft) : copyFiles(draft, writing.accountId);
}

async function beginFrom(writing: About, email: Email, accountId: Id, identities: Identity[]): Promise<Draft> {
  const identity = identityFor(email, identities, writing.kind === 'edit' || writing.kind === 'asNew');
  const draft = fresh(accountId, identity);
  switch (writing.kind) {
    case 'edit':
    case 'asNew':
      return takeUp(draft, email, writing);
    case 'reply':
    case 'replyAll':
      return answer(draft, email, identity, writing);
    case 'forward':
      return passOn(draft, email, identity, writing);
    case 'asAttachment':
      return attachWhole(draft, email, identity, writing);
  }
}

function fresh(accountId: Id, identity: Identity | undefined): Draft {
  const draft = emptyDraft(accountId, identity?.id ?? null, preferences.now.composeFormat);
  draft.asksReceipt = preferences.now.askReadReceipts;
  draft.bcc = identity?.bcc ?? [];
  return draft;
}

/** The address that the message came to is the one to answer from. */
function identityFor(email: Email, identities: Identity[], isOwn: boolean): Identity | undefined {
  const people = isOwn ? (email.from ?? []) : [...(email.to ?? []), ...(email.cc ?? []), ...(email.from ?? [])];
  const keys = people.map((one) => keyOf(one.email));
  return identities.find((one) => keys.includes(keyOf(one.email))) ?? identities[0];
}

function writeTo(draft: Draft, writing: Extract<Writing, { kind: 'new' }>): Draft {
  draft.to = parseAddresses(writing.to ?? '').addresses;
  draft.cc = parseAddresses(writing.cc ?? '').addresses;
  draft.bcc = [...draft.bcc, ...parseAddresses(writing.bcc ?? '').addresses];
  draft.subject = writing.subject ?? '';
  if (!writing.body) return draft;
  draft.html = richOf(writing.body) + draft.html;
  draft.text = `${writing.body}\n${draft.text}`;
  return draft;
}

export const signatureHtml = (identity: Identity | undefined): string => {
  if (identity?.htmlSignature) return `<div>-- </div>${identity.htmlSignature}`;
  return identity?.textSignature ? `<div>-- </div>${richOf(identity.textSignature)}` : '';
};
export const signatureText = (identity: Identity | undefined): string => {
  const text = identity?.textSignature || textOf(nodesOf(identity?.htmlSignature ?? ''));
  return text ? `-- \n${text}` : '';
};

/** An empty line to write on, the signature, and then what is quoted. */
function sign(draft: Draft, identity: Identity | undefined, quoted: string, wanted: boolean, quotedText = ''): Draft {
  const html = wanted ? signatureHtml(identity) : '';
  const text = wanted ? signatureText(identity) : '';
  draft.html = `<div><br></div>${html && `<div><br></div>${html}`}${quoted && `<div><br></div>${quoted}`}`;
  draft.text = ['', text, quotedText].filter((part, at) => at === 0 || part).join('\n\n');
  return draft;
}

const htmlPartOf = (email: Email): string | undefined => {
  const part = email.htmlBody?.find((one) => one.type === 'text/html');
  return part?.partId ? email.bodyValues[part.partId]?.value : undefined;
};

/** The message's own text, as rich text of the composer. */
function bodyOf(email: Email): string {
  const html = htmlPartOf(email);
  if (html === undefined) return richOf(quoting.plainTextOf(email));
  const apart = inert();
  const holder = apart.createElement('div');
  holder.append(nodesOf(html, (cid) => `cid:${cid}`, apart));
  for (const picture of holder.querySelectorAll('img')) picture.removeAttribute('data-cid');
  return holder.innerHTML;
}

function answer(draft: Draft, email: Email, identity: Identity | undefined, writing: About): Draft {
  const own = accountStore(draft.accountId).identities.all().map((one) => one.email);
  Object.assign(draft, quoting.replyRecipients(email, writing.kind === 'replyAll', own), quoting.threadOf(email));
  draft.subject = quoting.replySubject(email.subject);
  draft.about = { kind: 'reply', accountId: writing.accountId, emailId: writing.emailId };
  draft.marking = markingOf(email);
  const from = email.from?.[0];
  const wrote = t('compose.wrote', { name: from ? from.name || from.email : '', date: longDate(email.sentAt ?? email.receivedAt) });
  const text = quoting.withoutSignature(quoting.plainTextOf(email));
  const html = `<div>${escaped(wrote)}</div><blockquote type="cite">${bodyOf(email)}</blockquote>`;
  draft.attachments = picturesOf(email, html);
  return sign(draft, identity, html, preferences.now.signatureOnReplies, `${wrote}\n\n${quoting.quoteText(text)}`);
}

const names = (list: EmailAddress[] | null): string => (list ?? []).map(written).join(', ');

function headOf(email: Email): quoting.HeaderLine[] {
  return [
    { label: t('compose.from'), value: names(email.from) },
    { label: t('compose.date'), value: longDate(email.sentAt ?? email.receivedAt) },
    { label: t('compose.subject'), value: email.subject ?? '' },
    { label: t('compose.to'), value: names(email.to) },
    { label: t('compose.cc'), value: names(email.cc) },
  ];
}

function passOn(draft: Draft, email: Email, identity: Identity | undefined, writing: About): Draft {
  draft.subject = quoting.forwardSubject(email.subject);
  draft.about = { kind: 'forward', accountId: writing.accountId, emailId: writing.emailId };
  draft.marking = markingOf(email);
  const title = t('compose.forwardedMessage');
  const lines = headOf(email).filter((line) => line.value);
  const head = lines.map((line) => `<div><b>${escaped(line.label)}:</b> ${escaped(line.value)}</div>`).join('');
  const html = `<div>${escaped(title)}</div>${head}<div><br></div>${bodyOf(email)}`;
  const text = `${quoting.headerText(lines, title)}\n\n${quoting.plainTextOf(email)}`;
  draft.attachments = [...picturesOf(email, html), ...attachmentsOf(email).flatMap((part) => attached(part, false))];
  return sign(draft, identity, html, preferences.now.signatureOnReplies, text);
}

function attachWhole(draft: Draft, email: Email, identity: Identity | undefined, writing: About): Draft {
  draft.subject = quoting.forwardSubject(email.subject);
  draft.about = { kind: 'forward', accountId: writing.accountId, emailId: writing.emailId };
  draft.marking = markingOf(email);
  draft.attachments = [asAttachment(email)];
  return sign(draft, identity, '', preferences.now.signatureOnNew);
}

/** A whole message as a file (RFC 2046 section 5.2.1). */
export function asAttachment(email: Pick<Email, 'subject' | 'blobId' | 'size'>): Attached {
  const name = `${(email.subject ?? '').replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim().slice(0, 80) || 'message'}.eml`;
  return { key: newKey(), name, type: 'message/rfc822', size: email.size, blobId: email.blobId, file: null, cid: null, share: 1, problem: null };
}

const markingField = 'header:X-Protective-Marking:asText';
const markingOf = (email: Email): string | null =>
  ((email as unknown as Record<string, unknown>)[markingField] as string | null | undefined)?.trim() || null;

function attached(part: EmailBodyPart, isInline: boolean): Attached[] {
  if (!part.blobId) return [];
  const cid = isInline ? (part.cid?.replace(/^<|>$/g, '') ?? null) : null;
  const name = part.name ?? (part.type === 'message/rfc822' ? 'message.eml' : 'file');
  return [{ key: newKey(), name, type: part.type, size: part.size, blobId: part.blobId, file: null, cid, share: 1, problem: null }];
}

/** The pictures that the text shows. */
function picturesOf(email: Email, html: string): Attached[] {
  const cids = new Set([...html.matchAll(/src="cid:([^"]+)"/g)].map((found) => found[1] ?? ''));
  return [...cids].flatMap((cid) => {
    const part = partOfCid(email, cid);
    return part ? attached({ ...part, cid }, true) : [];
  });
}

interface Wishes {
  'header:Importance:asText': string | null;
  'header:Disposition-Notification-To:asAddresses': EmailAddress[] | null;
}

async function takeUp(draft: Draft, email: Email, writing: About): Promise<Draft> {
  const answer = await session.client.call<GetResult<Wishes>>('Email/get', {
    accountId: writing.accountId,
    ids: [email.id],
    properties: ['header:Importance:asText', 'header:Disposition-Notification-To:asAddresses'],
  }).answer;
  const wishes = answer.ok ? answer.value.list[0] : undefined;
  const html = bodyOf(email);
  Object.assign(draft, {
    to: email.to ?? [],
    cc: email.cc ?? [],
    bcc: email.bcc ?? [],
    subject: email.subject ?? '',
    format: htmlPartOf(email) === undefined ? 'plain' : 'rich',
    html,
    text: quoting.plainTextOf(email),
    marking: markingOf(email),
    isImportant: wishes?.['header:Importance:asText']?.trim().toLowerCase() === 'high',
    asksReceipt: Boolean(wishes?.['header:Disposition-Notification-To:asAddresses']?.length),
    attachments: [...picturesOf(email, html), ...attachmentsOf(email).flatMap((part) => attached(part, false))],
  });
  if (writing.kind === 'edit')
    Object.assign(draft, { emailId: email.id, inReplyTo: email.inReplyTo, references: email.references });
  return draft;
}

async function copyFiles(draft: Draft, fromAccountId: Id): Promise<Answer<Draft>> {
  const blobIds = draft.attachments.flatMap((one) => one.blobId ?? []);
  if (!blobIds.length) return good(draft);
  const answer = await session.client.call<{ copied: Record<Id, Id> | null }>('Blob/copy', {
    fromAccountId,
    accountId: draft.accountId,
    blobIds,
  }).answer;
  if (!answer.ok) return answer;
  const { copied } = answer.value;
  draft.attachments = draft.attachments.flatMap((one) => {
    const blobId = one.blobId && copied?.[one.blobId];
    return blobId ? [{ ...one, blobId }] : [];
  });
  return good(draft);
}

/** The draft as one of another account: who sends it was chosen there. What was saved of it in the first is destroyed. */
export async function moveTo(draft: Draft, accountId: Id, identityId: Id): Promise<Answer<Draft>> {
  const before = { accountId: draft.accountId, emailId: draft.emailId };
  const moved = await copyFiles({ ...draft, accountId, identityId, emailId: null }, before.accountId);
  if (moved.ok && before.emailId)
    void session.client.call('Email/set', { accountId: before.accountId, destroy: [before.emailId] });
  return moved;
}
