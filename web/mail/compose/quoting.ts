// What an answer takes from the message it answers: whom it goes to, its subject, the thread, and the words quoted.
import type { EmailAddress } from '../../jmap/standard';
import type { Email } from '../../jmap/types';
import { keyOf, unique } from './addresses';

// "Re:" and "Fwd:" as the programs of several languages write them; not repeated (RFC 5322 section 3.6.5).
const replied = /^\s*((re|aw|sv|antw|ateb|ynghylch|par)(\[\d+\])?\s*:\s*)+/i;
const forwarded = /^\s*((fwd?|wg|tr|ymlaen)(\[\d+\])?\s*:\s*)+/i;

export const replySubject = (subject: string | null): string => `Re: ${(subject ?? '').replace(replied, '').trim()}`.trim();
export const forwardSubject = (subject: string | null): string =>
  `Fwd: ${(subject ?? '').replace(forwarded, '').trim()}`.trim();

export interface ReplyTo {
  to: EmailAddress[];
  cc: EmailAddress[];
}

/** Whom an answer goes to. `own` are the addresses of the one who answers. */
export function replyRecipients(email: Email, toAll: boolean, own: string[]): ReplyTo {
  const mine = new Set(own.map(keyOf));
  const isMine = (one: EmailAddress) => mine.has(keyOf(one.email));
  const author = email.replyTo?.length ? email.replyTo : (email.from ?? []);
  // Answering what I sent goes on to those I wrote to.
  const isOwn = (email.from ?? []).length > 0 && (email.from ?? []).every(isMine);
  const to = unique(isOwn && !email.replyTo?.length ? (email.to ?? []) : author);
  if (!toAll) return { to: to.length ? to : unique(email.to ?? []), cc: [] };
  const others = isOwn ? [] : (email.to ?? []).filter((one) => !isMine(one));
  const cc = unique((email.cc ?? []).filter((one) => !isMine(one)), to, others);
  return { to: unique([...to, ...others]), cc };
}

/** RFC 5322 section 3.6.4. */
export function threadOf(email: Email): { inReplyTo: string[] | null; references: string[] | null } {
  const own = email.messageId ?? [];
  if (!own.length) return { inReplyTo: null, references: null };
  const before = email.references?.length ? email.references : email.inReplyTo?.length === 1 ? email.inReplyTo : [];
  // The first and the last say most; a header has its limits.
  const kept = before.length > 40 ? [...before.slice(0, 1), ...before.slice(-39)] : before;
  return { inReplyTo: own, references: [...kept.filter((id) => !own.includes(id)), ...own] };
}

/** "> " before each line; what was quoted already gets ">" alone. */
export function quoteText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\s+$/, '')
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : line ? `> ${line}` : '>'))
    .join('\n');
}

/** The text a message has, for a plain answer: without its signature. */
export function plainTextOf(email: Email): string {
  const parts = (email.textBody ?? []).map((part) => email.bodyValues[part.partId ?? '']?.value ?? '');
  return parts.join('\n').replace(/\r\n?/g, '\n');
}

export const withoutSignature = (text: string): string => text.replace(/\n-- \n[\s\S]*$/, '\n');

export interface HeaderLine {
  label: string;
  value: string;
}

/** The head of a forwarded message, in words of the one who forwards. */
export function headerText(lines: HeaderLine[], title: string): string {
  return [title, ...lines.filter((line) => line.value).map((line) => `${line.label}: ${line.value}`)].join('\n');
}
