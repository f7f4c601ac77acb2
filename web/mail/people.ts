// How people are named in lists and headers.
import type { EmailAddress } from '../jmap/standard';
import type { Email } from '../jmap/types';

export const nameOf = ({ name, email }: EmailAddress): string => name?.trim() || email;

/** For a list: "Dele Okafor", or where there are several their first words: "Dele, Priya". */
export function shortNames(people: EmailAddress[]): string {
  const names = [...new Map(people.map((one) => [one.email.toLowerCase(), one])).values()].map(nameOf);
  if (names.length < 2) return names[0] ?? '';
  return names.map((name) => (name.includes('@') ? name.split('@')[0] : name.split(/[\s,]+/)[0])).join(', ');
}

/** Whom a row is about: who wrote, or in Sent and Drafts to whom. */
export function correspondents(emails: Email[], isSent: boolean): EmailAddress[] {
  return emails.flatMap((email) => (isSent ? (email.to ?? []) : (email.from ?? [])));
}
