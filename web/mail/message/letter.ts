// A message's parts (RFC 8621 section 4.1.4), as they are shown.
import type { Email } from '../../jmap/types';
import type { EmailBodyPart, EmailBodyValue } from '../../jmap/standard';

/** As the Store asks for it: `whole` in store/account.svelte.ts. */
export type Part = EmailBodyPart & { 'header:Content-Type:asRaw'?: string | null };
export type Letter = Pick<Email, 'bodyValues' | 'textBody' | 'htmlBody' | 'attachments'>;

export type Shown =
  | { kind: 'html' | 'plain'; part: Part; value: EmailBodyValue }
  | { kind: 'picture'; part: Part };

const isPicture = (type: string) => /^image\/(png|jpe?g|gif|webp|bmp)$/i.test(type);

/** The parts of the body in their order; as plain text where that is wished and there is some. */
export function bodyOf(letter: Letter, preferPlain = false): Shown[] {
  const wished = preferPlain && letter.textBody?.some((part) => part.type === 'text/plain');
  const list = (wished ? letter.textBody : letter.htmlBody) ?? letter.textBody ?? [];
  return (list as Part[]).flatMap((part): Shown[] => {
    if (isPicture(part.type)) return [{ kind: 'picture', part }];
    const value = part.partId ? letter.bodyValues[part.partId] : undefined;
    if (!value) return [];
    return [{ kind: part.type.toLowerCase() === 'text/html' ? 'html' : 'plain', part, value }];
  });
}

export const hasPlainForm = (letter: Letter): boolean =>
  (letter.htmlBody?.some((part) => part.type === 'text/html') ?? false) &&
  (letter.textBody?.some((part) => part.type === 'text/plain') ?? false);

const bareCid = (cid: string) => cid.trim().replace(/^<|>$/g, '').toLowerCase();

/** The part that a cid address means (RFC 2392). */
export function partOfCid(letter: Letter, cid: string): Part | undefined {
  const wanted = bareCid(cid);
  const all = [...(letter.htmlBody ?? []), ...(letter.attachments ?? [])];
  return all.find((part) => part.cid && bareCid(part.cid) === wanted);
}

/** The attachments that are not already seen in the text. */
export function attachmentsOf(letter: Letter): Part[] {
  const html = (letter.htmlBody ?? [])
    .map((part) => (part.partId && part.type === 'text/html' ? (letter.bodyValues[part.partId]?.value ?? '') : ''))
    .join('\n')
    .toLowerCase();
  const isInText = (part: Part) =>
    part.cid !== null &&
    isPicture(part.type) &&
    part.disposition !== 'attachment' &&
    [bareCid(part.cid), encodeURIComponent(bareCid(part.cid))].some((cid) => html.includes(`cid:${cid}`));
  return ((letter.attachments ?? []) as Part[]).filter((part) => !isInText(part));
}
