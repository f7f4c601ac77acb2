// What the search box offers: conditions while nothing is written; then where to look for the words, people and folders.
import type { IconName } from '../../components/icons';
import type { EmailAddress, Id } from '../../jmap/standard';
import type { Mailbox } from '../../jmap/types';
import type { AccountStore } from '../../store/account.svelte';
import { t } from '../../text/text.svelte';
import { folderName } from '../folders/names';
import { nameOf } from '../people';
import { type Term, termsOf, textOf } from './query';

export interface Suggestion {
  icon: IconName;
  label: string;
  /** What the box holds when it is taken. */
  text: string;
  /** Goes there at once, to this folder or (null) to all; otherwise one writes on. */
  go?: { mailboxId: Id | null };
}

interface Around {
  account: AccountStore;
  mailbox: Mailbox | undefined;
  recent: string[];
  /** Today, as 2026-11-28. */
  today: Date;
}

const plain = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
const day = (date: Date, back: number): string => {
  const at = new Date(date.getFullYear(), date.getMonth(), date.getDate() - back);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};

/** The correspondents of what is known of the account, those of most messages first. */
export function peopleIn(account: AccountStore): EmailAddress[] {
  const known = new Map<string, { one: EmailAddress; count: number }>();
  for (const email of account.emails.all())
    for (const one of [...(email.from ?? []), ...(email.to ?? [])]) {
      const key = one.email.toLowerCase();
      const found = known.get(key);
      if (found) found.count += 1;
      else known.set(key, { one, count: 1 });
    }
  return [...known.values()].sort((a, b) => b.count - a.count).map(({ one }) => one);
}

const add = (terms: Term[], term: Term): string => textOf([...terms, term]);

function conditions(text: string, terms: Term[], today: Date): Suggestion[] {
  const has = (field: string, value?: string): boolean =>
    terms.some((term) => term.field === field && (value === undefined || term.value === value));
  const all: (Suggestion | false)[] = [
    !has('is', 'unread') && { icon: 'mail', label: t('search.unread'), text: add(terms, { field: 'is', value: 'unread' }), go: { mailboxId: null } },
    !has('is', 'flagged') && { icon: 'flag', label: t('search.flagged'), text: add(terms, { field: 'is', value: 'flagged' }), go: { mailboxId: null } },
    !has('has') && { icon: 'paperclip', label: t('search.attachments'), text: add(terms, { field: 'has', value: 'attachment' }), go: { mailboxId: null } },
    !has('after') && { icon: 'calendar', label: t('search.week'), text: add(terms, { field: 'after', value: day(today, 7) }), go: { mailboxId: null } },
    { icon: 'person', label: t('search.from'), text: `${text.trim()} from:`.trim() },
    { icon: 'send', label: t('search.to'), text: `${text.trim()} to:`.trim() },
    { icon: 'edit', label: t('search.subject'), text: `${text.trim()} subject:`.trim() },
    { icon: 'folder', label: t('search.in'), text: `${text.trim()} in:`.trim() },
  ];
  return all.filter((one): one is Suggestion => one !== false);
}

// "from:ok" is being written: whoever fits what there is of it.
function unfinished(text: string, { account }: Around): Suggestion[] | null {
  const match = /(?:^|\s)(from|to|cc|in):"?([^"\s]*)$/i.exec(text);
  if (!match) return null;
  const [whole, field = '', value = ''] = match;
  const terms = termsOf(text.slice(0, text.length - whole.length));
  const wanted = plain(value);
  if (field.toLowerCase() === 'in')
    return account.mailboxes
      .all()
      .filter((mailbox) => plain(folderName(mailbox)).includes(wanted))
      .slice(0, 8)
      .map((mailbox) => ({ icon: 'folder', label: folderName(mailbox), text: `${add(terms, { field: 'in', value: mailbox.role ?? mailbox.name })} ` }));
  return peopleIn(account)
    .filter((one) => plain(`${one.name ?? ''} ${one.email}`).includes(wanted))
    .slice(0, 8)
    .map((one) => ({
      icon: 'person',
      label: one.name ? `${nameOf(one)} (${one.email})` : one.email,
      text: add(terms, { field: field.toLowerCase(), value: one.email }),
      go: { mailboxId: null },
    }));
}

export function suggest(text: string, around: Around): Suggestion[] {
  const { account, mailbox, recent, today } = around;
  const words = text.trim();
  if (!words)
    return [
      ...recent.map((one): Suggestion => ({ icon: 'restore', label: one, text: one, go: { mailboxId: null } })),
      ...conditions('', [], today),
    ];
  const begun = unfinished(text, around);
  if (begun) return begun;
  const terms = termsOf(words);
  const all: Suggestion[] = [{ icon: 'search', label: t('search.everywhere', { words }), text: words, go: { mailboxId: null } }];
  if (mailbox)
    all.push({ icon: 'folder', label: t('search.here', { words, folder: folderName(mailbox) }), text: words, go: { mailboxId: mailbox.id } });
  const last = terms.at(-1);
  if (last && last.field === '' && !text.endsWith(' ')) {
    const before = terms.slice(0, -1);
    const wanted = plain(last.value);
    for (const one of peopleIn(account).filter((each) => plain(`${each.name ?? ''} ${each.email}`).split(/[\s.@_-]+/).some((part) => part.startsWith(wanted))).slice(0, 3))
      all.push({ icon: 'person', label: t('search.fromPerson', { name: nameOf(one) }), text: add(before, { field: 'from', value: one.email }), go: { mailboxId: null } });
    all.push({ icon: 'edit', label: t('search.subjectHas', { words: last.value }), text: add(before, { field: 'subject', value: last.value }), go: { mailboxId: null } });
  }
  const more = conditions(words, terms, today).filter((one) => one.go);
  return [...all, ...more.map((one) => ({ ...one, label: t('search.only', { condition: one.label }) }))];
}
