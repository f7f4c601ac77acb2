// A message while it is written, and what of it the server is given (RFC 8621 section 4.6).
import type { DateText, EmailAddress, Id } from '../../jmap/standard';

/** A file with the message, or a picture in its text. */
export interface Attached {
  /** Of this page alone. */
  key: string;
  name: string;
  type: string;
  size: number;
  /** Null until the server has it; `file` then is what it has to be given. */
  blobId: Id | null;
  file: File | null;
  /** Of a picture in the text (RFC 2392). */
  cid: string | null;
  /** 0 to 1, while it goes up. */
  share: number;
  problem: string | null;
}

export interface Draft {
  /** In this browser's own store. */
  key: string;
  accountId: Id;
  identityId: Id | null;
  /** The Email in Drafts that this was last saved as. */
  emailId: Id | null;
  to: EmailAddress[];
  cc: EmailAddress[];
  bcc: EmailAddress[];
  subject: string;
  format: 'rich' | 'plain';
  /** What is written, when rich: as the editor has it, pictures of the message as "cid:". */
  html: string;
  /** The same when plain. */
  text: string;
  attachments: Attached[];
  inReplyTo: string[] | null;
  references: string[] | null;
  /** What is answered or forwarded: marked so once this is sent. */
  about: { kind: 'reply' | 'forward'; accountId: Id; emailId: Id } | null;
  marking: string | null;
  isImportant: boolean;
  asksReceipt: boolean;
  /** Not before; null: at once. */
  sendAt: DateText | null;
  /** The same in all that is saved of it and in what is sent: by it a lost answer is made up for. */
  messageId: string | null;
  /** It was asked to go: it goes when the server can be reached. */
  isGoing: boolean;
  /** When it was last changed here, in milliseconds since 1970. */
  changedAt: number;
}

export const newKey = (): string => crypto.randomUUID();

export function emptyDraft(accountId: Id, identityId: Id | null, format: Draft['format']): Draft {
  return {
    key: newKey(),
    accountId,
    identityId,
    emailId: null,
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    format,
    html: '',
    text: '',
    attachments: [],
    inReplyTo: null,
    references: null,
    about: null,
    marking: null,
    isImportant: false,
    asksReceipt: false,
    sendAt: null,
    messageId: null,
    isGoing: false,
    changedAt: Date.now(),
  };
}

export const newMessageId = (address: string): string => `${crypto.randomUUID()}@${address.split('@')[1] ?? 'localhost'}`;

export const recipients = (draft: Draft): EmailAddress[] => [...draft.to, ...draft.cc, ...draft.bcc];
export const totalSize = (draft: Draft): number => draft.attachments.reduce((sum, one) => sum + one.size, 0);
export const isUploading = (draft: Draft): boolean => draft.attachments.some((one) => !one.blobId && !one.problem);

/** Nothing of a person's own in it: it need not be kept. */
export const isEmpty = (draft: Draft): boolean =>
  !recipients(draft).length && !draft.subject.trim() && !draft.attachments.length && !draft.text.trim();

interface Sender {
  name: string;
  email: string;
  replyTo: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
}

interface Part {
  type: string;
  partId?: string;
  blobId?: Id;
  name?: string;
  cid?: string;
  disposition?: string;
  subParts?: Part[];
}

const receiptField = 'header:Disposition-Notification-To:asAddresses';
const priorityField = 'header:Importance:asText';
const markingField = 'header:X-Protective-Marking:asText';

const wholePage = (html: string): string =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${html}</body></html>`;

function partOf(one: Attached): Part {
  const part: Part = { type: one.type || 'application/octet-stream', blobId: one.blobId ?? '', name: one.name };
  return one.cid ? { ...part, cid: one.cid, disposition: 'inline' } : { ...part, disposition: 'attachment' };
}

/** The structure of the message: text alone, or text and HTML with its pictures; beside it what is attached. */
function structure(draft: Draft, ready: Attached[]): Part {
  const plain: Part = { type: 'text/plain', partId: 'text' };
  let body = plain;
  if (draft.format === 'rich') {
    const shown = ready.filter((one) => one.cid && draft.html.includes(`cid:${one.cid}`));
    const html: Part = { type: 'text/html', partId: 'html' };
    const page: Part = shown.length ? { type: 'multipart/related', subParts: [html, ...shown.map(partOf)] } : html;
    body = { type: 'multipart/alternative', subParts: [plain, page] };
  }
  const beside = ready.filter((one) => !one.cid);
  return beside.length ? { type: 'multipart/mixed', subParts: [body, ...beside.map(partOf)] } : body;
}

/** The Email to create; attachments that are not there yet are left out. `text` is what it says without its HTML. */
export function emailOf(draft: Draft, sender: Sender, mailboxId: Id): Record<string, unknown> {
  const ready = draft.attachments.filter((one) => one.blobId);
  const bodyValues: Record<string, { value: string }> = { text: { value: draft.text } };
  if (draft.format === 'rich') bodyValues.html = { value: wholePage(draft.html) };
  const email: Record<string, unknown> = {
    mailboxIds: { [mailboxId]: true },
    keywords: { $draft: true, $seen: true },
    from: [{ name: sender.name || null, email: sender.email }],
    subject: draft.subject,
    bodyStructure: structure(draft, ready),
    bodyValues,
  };
  const lists = { to: draft.to, cc: draft.cc, bcc: draft.bcc, replyTo: sender.replyTo ?? [] };
  for (const [name, list] of Object.entries(lists)) if (list.length) email[name] = list.map(({ name: of, email: at }) => ({ name: of, email: at }));
  if (draft.messageId) email.messageId = [draft.messageId];
  if (draft.inReplyTo) email.inReplyTo = draft.inReplyTo;
  if (draft.references) email.references = draft.references;
  if (draft.marking) email[markingField] = draft.marking;
  if (draft.isImportant) email[priorityField] = 'high';
  if (draft.asksReceipt) email[receiptField] = [{ name: sender.name || null, email: sender.email }];
  return email;
}
