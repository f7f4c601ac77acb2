// What is written in the search box, as the conditions of RFC 8621 section 4.4.1.
import type { EmailCondition, EmailFilter, Id } from '../../jmap/standard';
import type { AccountStore } from '../../store/account.svelte';

/** One condition, as it is written: "from:okafor", "has:attachment", or words. */
export interface Term {
  field: string;
  value: string;
}

export const fields = ['from', 'to', 'cc', 'subject', 'body', 'has', 'is', 'in', 'after', 'before', 'larger'] as const;

const pattern = /(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/gi;

export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  for (const [whole, field = '', quoted, plain = ''] of text.matchAll(pattern)) {
    const name = field.toLowerCase();
    if (name === '' || !(fields as readonly string[]).includes(name))
      terms.push({ field: '', value: quoted === undefined ? whole : `"${quoted}"` });
    else if (quoted ?? plain) terms.push({ field: name, value: quoted ?? plain });
  }
  return terms;
}

/** Written so that termsOf reads the same. */
export function textOf(terms: Term[]): string {
  return terms
    .map(({ field, value }) => {
      if (!field) return value;
      const clean = value.replace(/"/g, '');
      return `${field}:${/\s/.test(clean) ? `"${clean}"` : clean}`;
    })
    .join(' ');
}

const day = /^\d{4}-\d{2}-\d{2}$/;

// Days are those of the person who searches; "before" is up to the beginning of its day, "after" from the beginning.
function date(value: string): string | undefined {
  if (!day.test(value)) return undefined;
  const at = new Date(`${value}T00:00:00`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString().replace(/\.\d+Z$/, 'Z');
}

function conditionOf({ field, value }: Term, account: AccountStore): EmailFilter | null {
  const word = value.toLowerCase();
  switch (field) {
    case '':
      return { text: value };
    case 'from':
    case 'to':
    case 'cc':
    case 'subject':
    case 'body':
      return { [field]: value } as EmailCondition;
    case 'has':
      return word.startsWith('attach') ? { hasAttachment: true } : null;
    case 'is':
      if (word === 'unread') return { notKeyword: '$seen' };
      if (word === 'read') return { hasKeyword: '$seen' };
      return word === 'flagged' ? { hasKeyword: '$flagged' } : null;
    case 'in': {
      const mailbox = account.mailboxes.all().find((one) => one.name.toLowerCase() === word || one.role === word);
      return mailbox ? { inMailbox: mailbox.id } : null;
    }
    case 'after':
    case 'before': {
      const at = date(value);
      return at ? ({ [field]: at } as EmailCondition) : null;
    }
    case 'larger': {
      const octets = Number.parseFloat(value) * (word.endsWith('k') ? 1e3 : 1e6);
      return octets > 0 ? { minSize: Math.round(octets) } : null;
    }
    default:
      return null;
  }
}

/** Of what is written, in a folder or, without one, in all but Deleted and Junk. */
export function filterOf(text: string, mailboxId: Id | undefined, account: AccountStore): EmailFilter | null {
  const terms = termsOf(text);
  const conditions = terms.map((term) => conditionOf(term, account)).filter((one): one is EmailFilter => one !== null);
  if (mailboxId !== undefined) conditions.unshift({ inMailbox: mailboxId });
  else if (!terms.some((term) => term.field === 'in')) {
    const aside = ['trash', 'junk'].map((role) => account.mailboxOf(role)?.id).filter((id): id is Id => id !== undefined);
    if (aside.length) conditions.push({ inMailboxOtherThan: aside });
  }
  if (conditions.length < 2) return conditions[0] ?? null;
  return { operator: 'AND', conditions };
}
