// A ZIP archive of files as they are, uncompressed (PKWARE APPNOTE 4.3): attachments seldom get smaller.

const table = new Uint32Array(256).map((_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

export function crc32(octets: Uint8Array): number {
  let sum = 0xffffffff;
  for (const octet of octets) sum = (table[(sum ^ octet) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

interface Entry {
  name: Uint8Array;
  octets: Uint8Array;
  sum: number;
  offset: number;
}

function record(signature: number, sizes: [2 | 4, number][]): Uint8Array<ArrayBuffer> {
  const length = 4 + sizes.reduce((sum, [size]) => sum + size, 0);
  const view = new DataView(new ArrayBuffer(length));
  view.setUint32(0, signature, true);
  let at = 4;
  for (const [size, value] of sizes) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

// Version 2.0, names in UTF-8 (bit 11), stored, 1 January 1980.
const common = (entry: Entry): [2 | 4, number][] => [
  [2, 20],
  [2, 0x0800],
  [2, 0],
  [2, 0],
  [2, 0x21],
  [4, entry.sum],
  [4, entry.octets.length],
  [4, entry.octets.length],
  [2, entry.name.length],
  [2, 0],
];

/** Two files of one name are told apart: "note.pdf", "note (2).pdf". Names lose what paths are made of. */
export function distinct(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((wished) => {
    const name = wished.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '_').replace(/^\.+/, '_') || 'file';
    const dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length;
    let one = name;
    for (let n = 2; taken.has(one.toLowerCase()); n += 1) one = `${name.slice(0, dot)} (${n})${name.slice(dot)}`;
    taken.add(one.toLowerCase());
    return one;
  });
}

export async function zip(files: { name: string; content: Blob }[]): Promise<Blob> {
  const names = distinct(files.map((each) => each.name));
  const parts: BlobPart[] = [];
  const entries: Entry[] = [];
  let offset = 0;
  const add = (octets: Uint8Array<ArrayBuffer>): void => {
    parts.push(octets);
    offset += octets.length;
  };
  for (const [n, { content }] of files.entries()) {
    const octets = new Uint8Array(await content.arrayBuffer());
    const name = new TextEncoder().encode(names[n] ?? 'file');
    const entry: Entry = { name, octets, sum: crc32(octets), offset };
    entries.push(entry);
    add(record(0x04034b50, common(entry)));
    add(name as Uint8Array<ArrayBuffer>);
    add(octets);
  }
  const begin = offset;
  for (const entry of entries) {
    add(record(0x02014b50, [[2, 20], ...common(entry), [2, 0], [2, 0], [2, 0], [4, 0], [4, entry.offset]]));
    add(entry.name as Uint8Array<ArrayBuffer>);
  }
  const count = entries.length;
  add(record(0x06054b50, [[2, 0], [2, 0], [2, count], [2, count], [4, offset - begin], [4, begin], [2, 0]]));
  return new Blob(parts, { type: 'application/zip' });
}
