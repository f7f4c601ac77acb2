// How attachments are named and pictured, and which can be looked at in the page.
import type { IconName } from '../../components/icons';
import type { EmailBodyPart } from '../../jmap/standard';
import { t } from '../../text/text.svelte';

export const nameOf = (part: EmailBodyPart): string => {
  if (part.name) return part.name;
  return part.type === 'message/rfc822' ? `${t('mail.attachedMessage')}.eml` : t('mail.unnamedFile');
};

const byExtension: [RegExp, IconName][] = [
  [/\.pdf$/i, 'filePdf'],
  [/\.(png|jpe?g|gif|webp|bmp|tiff?|heic|svg)$/i, 'fileImage'],
  [/\.(xlsx?|csv|ods|numbers)$/i, 'fileSheet'],
  [/\.(docx?|odt|rtf|txt|pages|pptx?|odp|md)$/i, 'fileText'],
  [/\.(zip|7z|rar|gz|tar)$/i, 'fileZip'],
  [/\.(ics|vcs)$/i, 'calendar'],
  [/\.(eml|msg)$/i, 'mail'],
  [/\.vcf$/i, 'person'],
];

export function iconOf(part: EmailBodyPart): IconName {
  const type = part.type.toLowerCase();
  if (type === 'application/pdf') return 'filePdf';
  if (type.startsWith('image/')) return 'fileImage';
  if (type === 'message/rfc822') return 'mail';
  return byExtension.find(([pattern]) => pattern.test(part.name ?? ''))?.[1] ?? (type.startsWith('text/') ? 'fileText' : 'file');
}

export type Kind = 'picture' | 'pdf' | 'text';

// What the page shows itself; a type that is said wrongly is a picture that does not come up. SVG is a document that
// could run, and is saved only.
export function kindOf(part: EmailBodyPart): Kind | null {
  const type = part.type.toLowerCase();
  const name = (part.name ?? '').toLowerCase();
  if (/^image\/(png|jpe?g|gif|webp|bmp)$/.test(type)) return 'picture';
  if (type === 'application/pdf' || (type === 'application/octet-stream' && name.endsWith('.pdf'))) return 'pdf';
  if (/^text\/(plain|csv)$/.test(type) || type === 'message/rfc822') return part.size <= 1_000_000 ? 'text' : null;
  return null;
}
