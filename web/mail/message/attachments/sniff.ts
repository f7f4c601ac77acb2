// What a file is by its first octets, whatever it is called.

export type Content =
  | 'pdf'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'tiff'
  | 'heic'
  | 'zip' // and what is packed like it: the Office formats, OpenDocument
  | 'ole' // the Office formats before 2007, .msg
  | 'rtf'
  | 'html'
  | 'program'
  | 'script'
  | 'rar'
  | '7z'
  | 'gzip'
  | 'tnef';

/** As many octets as content() wants to see. */
export const enough = 64;

const marks: [Content, number, number[]][] = [
  ['pdf', 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', 0, [0xff, 0xd8, 0xff]],
  ['gif', 0, [0x47, 0x49, 0x46, 0x38]],
  ['webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['bmp', 0, [0x42, 0x4d]],
  ['tiff', 0, [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', 0, [0x4d, 0x4d, 0x00, 0x2a]],
  ['heic', 4, [0x66, 0x74, 0x79, 0x70, 0x68, 0x65, 0x69]],
  ['zip', 0, [0x50, 0x4b, 0x03, 0x04]],
  ['zip', 0, [0x50, 0x4b, 0x05, 0x06]],
  ['ole', 0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['rtf', 0, [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['rar', 0, [0x52, 0x61, 0x72, 0x21]],
  ['7z', 0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['gzip', 0, [0x1f, 0x8b]],
  ['tnef', 0, [0x78, 0x9f, 0x3e, 0x22]],
  ['program', 0, [0x7f, 0x45, 0x4c, 0x46]],
  ['program', 0, [0xcf, 0xfa, 0xed, 0xfe]],
  ['program', 0, [0xca, 0xfe, 0xba, 0xbe]],
  ['program', 0, [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00]], // a shortcut of Windows
  ['program', 0, [0x4d, 0x5a]],
  ['script', 0, [0x23, 0x21]],
];

export function content(octets: Uint8Array): Content | null {
  const mark = marks.find(([, at, mark]) => mark.every((octet, i) => octets[at + i] === octet));
  if (mark) return mark[0];
  let text = '';
  for (const octet of octets.subarray(0, enough)) text += String.fromCharCode(octet);
  const start = text.replace(/^\xef\xbb\xbf/, '').trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<head|<body|<script|<svg|<\?xml[^>]*>\s*<(html|svg))/.test(start)) return 'html';
  return null;
}
