// What an attachment is, by its name, its type and its content, and what somebody should know before opening it.
import type { IconName } from '../../../components/icons';
import type { Part } from '../letter';
import { withoutUnseen } from '../link';
import type { Content } from './sniff';

export type Kind =
  | 'picture'
  | 'pdf'
  | 'text'
  | 'letter'
  | 'invitation'
  | 'document'
  | 'sheet'
  | 'slides'
  | 'archive'
  | 'winmail'
  | 'contact'
  | 'sound'
  | 'film'
  | 'program'
  | 'other';

export type Warning =
  | 'program' // it would run
  | 'disguised' // a program or page with the name of a document before its own: "order.pdf.exe"
  | 'mismatch' // its content is not what its name says
  | 'hidden'; // its name had marks in it that cannot be seen

const extensions: Record<string, Kind> = {};
const of = (kind: Kind, names: string) => names.split(' ').forEach((name) => (extensions[name] = kind));
of('picture', 'png jpg jpeg jpe gif webp bmp');
of('pdf', 'pdf');
of('text', 'txt text log csv md');
of('letter', 'eml');
of('invitation', 'ics ical ifb');
of('document', 'doc docx docm dot dotx odt rtf pages wpd');
of('sheet', 'xls xlsx xlsm xlsb ods numbers');
of('slides', 'ppt pptx pptm pps ppsx odp key');
of('archive', 'zip 7z rar gz tgz tar bz2 xz');
of('contact', 'vcf');
of('sound', 'mp3 wav m4a ogg wma aac flac');
of('film', 'mp4 mov avi wmv mkv webm m4v mpg mpeg');
of('program', 'exe com scr pif bat cmd msi msix dll cpl jar js jse vbs vbe wsf wsh hta ps1 psm1 reg lnk url scf inf sh app');
of('program', 'html htm xhtml shtml mht mhtml svg svgz xml chm iso img vhd vhdx one appref-ms application gadget ade mde');

const types: [RegExp, Kind][] = [
  [/^image\/(png|jpe?g|pjpeg|gif|webp|bmp)$/, 'picture'],
  [/^application\/(x-)?pdf$/, 'pdf'],
  [/^message\/(rfc822|global)$/, 'letter'],
  [/^text\/calendar$|^application\/ics$/, 'invitation'],
  [/^application\/(vnd\.)?ms-tnef$/, 'winmail'],
  [/^text\/(x-)?vcard$|^text\/directory$/, 'contact'],
  [/msword|wordprocessingml|opendocument\.text|rtf$/, 'document'],
  [/ms-excel|spreadsheetml|opendocument\.spreadsheet/, 'sheet'],
  [/ms-powerpoint|presentationml|opendocument\.presentation/, 'slides'],
  [/\/(x-)?(zip|zip-compressed|7z-compressed|rar|gzip|tar)$/, 'archive'],
  [/^text\/(html|xml|javascript)$|^image\/svg|xhtml|x-msdownload|javascript/, 'program'],
  [/^text\/(plain|csv|markdown)$/, 'text'],
  [/^audio\//, 'sound'],
  [/^video\//, 'film'],
];

export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase().trim() : '';
}

const usual: Partial<Record<Kind, string>> = { letter: 'eml', pdf: 'pdf', text: 'txt', invitation: 'ics', winmail: 'dat' };

/** The name to show and to save as: no folders, nothing unseen, nothing that Windows refuses. */
export function nameOf(part: Part, unnamed: string): string {
  const name = withoutUnseen(part.name ?? '')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(-180)
    .trim();
  if (name) return name;
  const kind = kindOf({ ...part, name: null });
  const ending = usual[kind] ?? (part.type.startsWith('image/') ? part.type.slice(6).replace('jpeg', 'jpg') : '');
  return ending ? `${unnamed}.${ending}` : unnamed;
}

// The name decides, since it is by the name that a computer opens what was saved.
export function kindOf(part: Pick<Part, 'name' | 'type'>): Kind {
  const name = withoutUnseen(part.name ?? '').toLowerCase();
  if (name === 'winmail.dat') return 'winmail';
  const extension = extensionOf(name);
  if (Object.hasOwn(extensions, extension)) return extensions[extension]!;
  const type = part.type.toLowerCase();
  return types.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}

const icons: Record<Kind, IconName> = {
  picture: 'fileImage',
  pdf: 'filePdf',
  text: 'fileText',
  letter: 'mail',
  invitation: 'calendar',
  document: 'fileText',
  sheet: 'fileSheet',
  slides: 'file',
  archive: 'fileZip',
  winmail: 'file',
  contact: 'person',
  sound: 'file',
  film: 'file',
  program: 'warning',
  other: 'file',
};
export const iconOf = (kind: Kind): IconName => icons[kind];

/** Those that the page can show. */
export const opens = (kind: Kind): boolean => ['picture', 'pdf', 'text', 'letter', 'invitation'].includes(kind);

const disguises = new Set([...'pdf doc docx xls xlsx ppt pptx jpg jpeg png gif txt csv rtf odt ods zip mp3 mp4'.split(' ')]);

// What the content of each extension may be; what is not here is believed.
const contents: Record<string, Content[]> = { pdf: ['pdf'], png: ['png'], gif: ['gif'], webp: ['webp'], bmp: ['bmp'], rtf: ['rtf'] };
for (const name of ['jpg', 'jpeg', 'jpe']) contents[name] = ['jpeg'];
for (const name of ['docx', 'xlsx', 'pptx', 'docm', 'xlsm', 'odt', 'ods', 'odp', 'zip']) contents[name] = ['zip', 'ole'];
for (const name of ['doc', 'xls', 'ppt', 'dot', 'pps']) contents[name] = ['ole', 'zip', 'rtf', 'html'];
for (const name of ['tif', 'tiff']) contents[name] = ['tiff'];
for (const name of ['heic', 'heif']) contents[name] = ['heic'];

const isWords = (kind: Kind): boolean => kind === 'text' || kind === 'letter' || kind === 'invitation';

/** `found` is what its first octets are, where that is known. */
export function warningsOf(part: Part, found: Content | null | undefined): Warning[] {
  const raw = part.name ?? '';
  const name = withoutUnseen(raw).toLowerCase().trim();
  const extension = extensionOf(name);
  const all: Warning[] = [];
  const before = extensionOf(name.slice(0, -extension.length - 1).trim());
  const isProgram = extensions[extension] === 'program';
  if (isProgram && disguises.has(before)) all.push('disguised');
  else if (isProgram) all.push('program');
  const may = contents[extension];
  const says = kindOf(part);
  if (found === 'program' && !isProgram) all.push('mismatch');
  else if (may && found && !may.includes(found)) all.push('mismatch');
  else if (found && isWords(says) && ['program', 'script', 'zip', 'pdf'].includes(found)) all.push('mismatch');
  // A mark that turns the reading order makes "exe.fdp" of "pdf.exe".
  if (raw !== withoutUnseen(raw)) all.push('hidden');
  return all;
}
