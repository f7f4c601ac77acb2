// What is asked before sending (service.md section 8): a wrong recipient is the mistake that cannot be mended.
import type { EmailAddress } from '../../jmap/standard';
import { type Draft, recipients } from './draft';

/** What the server says of an address (docs/use/api.md, Recipient/check). */
export interface Checked {
  address: string;
  isInside: boolean;
  reason: string | null;
  description: string | null;
  kind: string | null;
  name: string | null;
  organisation: string | null;
  ceiling: string | null;
  isAway: boolean;
  awayUntil: string | null;
  isFirstTime: boolean;
  lookAlikes: EmailAddress[];
}

export type Nudge =
  | { kind: 'noSubject' }
  | { kind: 'noAttachment' }
  | { kind: 'many'; n: number }
  | { kind: 'firstTime'; who: Checked[] }
  | { kind: 'lookAlike'; who: Checked; like: EmailAddress[] }
  | { kind: 'away'; who: Checked[] };

export const many = 10;

// As people announce a file, in both languages.
const announces =
  /\b(attach(ed|ing|ment|ments)?|enclosed|enclosing|amgae(ëdig|af|wyd)|atodiad(au)?|atodaf|(wedi|yn) atodi|ynghlwm)\b/iu;

/** What was written anew: without what is quoted and the signature. */
export function ownWords(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line === '-- ' || line === '--' || /^-{3,}/.test(line));
  return (end < 0 ? lines : lines.slice(0, end)).filter((line) => !line.startsWith('>')).join('\n');
}

export function nudgesFor(draft: Draft, checked: Checked[], words: string): Nudge[] {
  const found: Nudge[] = [];
  if (!draft.subject.trim()) found.push({ kind: 'noSubject' });
  const isForward = draft.about?.kind === 'forward';
  if (!isForward && !draft.attachments.some((one) => !one.cid) && announces.test(`${draft.subject.replace(/^re:.*/i, '')}\n${words}`))
    found.push({ kind: 'noAttachment' });
  const open = draft.to.length + draft.cc.length;
  if (open > many) found.push({ kind: 'many', n: open });
  const alike = checked.filter((one) => one.lookAlikes.length);
  for (const one of alike) found.push({ kind: 'lookAlike', who: one, like: one.lookAlikes });
  const fresh = checked.filter((one) => one.isInside && one.isFirstTime && !alike.includes(one));
  if (fresh.length) found.push({ kind: 'firstTime', who: fresh });
  const away = checked.filter((one) => one.isAway);
  if (away.length) found.push({ kind: 'away', who: away });
  return found;
}

/** Those who may not have it, whatever one says: outside, or below the marking. */
export function refusedOf(draft: Draft, checked: Map<string, Checked>, markings: string[]): { email: string; reason: string }[] {
  const level = draft.marking ? markings.indexOf(draft.marking) : -1;
  return recipients(draft).flatMap(({ email }) => {
    const one = checked.get(email.toLowerCase());
    if (!one) return [];
    if (one.reason) return [{ email, reason: one.reason }];
    const ceiling = one.ceiling === null ? Infinity : markings.indexOf(one.ceiling);
    return level > ceiling ? [{ email, reason: 'markingTooHigh' }] : [];
  });
}
