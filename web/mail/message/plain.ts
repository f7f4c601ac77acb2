// A letter in plain text: lines put together that a program broke (RFC 3676), what is quoted told from what is new,
// the signature, and the addresses in it.

export interface Format {
  flowed: boolean;
  delSp: boolean;
}

/** RFC 3676 section 4: the parameters of a Content-Type field. */
export function formatOf(contentType: string | null | undefined): Format {
  const has = (name: string, value: string) =>
    new RegExp(`;\\s*${name}\\s*=\\s*"?${value}"?\\s*(;|$)`, 'i').test(contentType ?? '');
  return { flowed: has('format', 'flowed'), delSp: has('delsp', 'yes') };
}

interface Line {
  depth: number;
  text: string;
}

// "> > text" of programs that know no format=flowed, and ">> text" of those that do.
function lineOf(raw: string, flowed: boolean): Line {
  const marks = flowed ? /^>+/.exec(raw) : /^(?:> ?)+(?=[^>]|$)/.exec(raw);
  if (!marks) return { depth: 0, text: flowed && raw.startsWith(' ') ? raw.slice(1) : raw };
  const depth = marks[0].replace(/[^>]/g, '').length;
  let text = raw.slice(marks[0].length);
  if (flowed && text.startsWith(' ')) text = text.slice(1); // section 4.4: space-stuffing
  return { depth, text };
}

const signatureMark = '-- ';

/** Section 4.2: a line that ends in a space goes on in the next of the same depth. */
export function joined(text: string, format: Format): Line[] {
  const raw = text.replace(/\r\n?/g, '\n').split('\n');
  if (!format.flowed) return raw.map((line) => lineOf(line, false));
  const lines: Line[] = [];
  let open = false;
  for (const one of raw) {
    const line = lineOf(one, true);
    const last = lines[lines.length - 1];
    const isSignature = line.text === signatureMark; // section 4.3: never flowed
    const flows = line.text.endsWith(' ') && !isSignature;
    const kept = flows && format.delSp ? line.text.slice(0, -1) : line.text;
    if (open && last && last.depth === line.depth && !isSignature) last.text += kept;
    else lines.push({ depth: line.depth, text: kept });
    open = flows;
  }
  return lines;
}

export interface Block {
  kind: 'new' | 'quoted' | 'signature';
  depth: number;
  text: string;
  /** Folded at first: what was said before, at the end, or long. */
  folds: boolean;
}

const wrote = /(wrote|writes|ysgrifennodd)\b.{0,60}:\s*$/i;
const original = /^(-{3,}\s*(original message|neges wreiddiol)\s*-{3,}|_{20,}$)/i;
const longQuote = 12; // lines

function runs(lines: readonly Line[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const last = blocks[blocks.length - 1];
    if (last?.kind === 'signature' && line.depth === 0) last.text += `\n${line.text}`;
    else if (line.depth === 0 && /^-- ?$/.test(line.text))
      blocks.push({ kind: 'signature', depth: 0, text: line.text, folds: false });
    else if (last && last.depth === line.depth && last.kind !== 'signature') last.text += `\n${line.text}`;
    else blocks.push({ kind: line.depth ? 'quoted' : 'new', depth: line.depth, text: line.text, folds: false });
  }
  return blocks;
}

// "On ... wrote:" goes with what it says was written; so does all that stands below "Original Message".
function cutAttributions(blocks: readonly Block[]): Block[] {
  const out: Block[] = [];
  blocks.forEach((block, i) => {
    if (block.kind === 'quoted') return void out.push({ ...block });
    const lines = block.text.split('\n');
    const head = lines.findIndex((line, n) => original.test(line) || outlookHead(lines, n));
    if (head > 0 || (head === 0 && i > 0)) {
      if (head > 0) out.push({ ...block, text: lines.slice(0, head).join('\n') });
      return void out.push({ kind: 'quoted', depth: 0, text: lines.slice(head).join('\n'), folds: true });
    }
    if (blocks[i + 1]?.kind !== 'quoted') return void out.push({ ...block });
    let end = lines.length;
    while (end > 0 && !lines[end - 1]!.trim()) end--;
    let from = end - 1;
    if (from > 0 && !wrote.test(lines.slice(from, end).join(' '))) return void out.push({ ...block });
    // The attribution may be broken over two lines: back to the one that begins it.
    if (from > 0 && !/^(On|Ar|Am)\b/.test(lines[from]!) && lines[from - 1]!.trim()) from--;
    if (from < 0 || !wrote.test(lines.slice(from, end).join(' '))) return void out.push({ ...block });
    if (from > 0) out.push({ ...block, text: lines.slice(0, from).join('\n') });
    out.push({ kind: 'quoted', depth: 0, text: lines.slice(from, end).join('\n'), folds: false });
  });
  return out;
}

function outlookHead(lines: readonly string[], at: number): boolean {
  if (!/^\*?(From|Oddi wrth):/.test(lines[at]!)) return false;
  const head = lines.slice(at, at + 6).join('\n');
  return /^\*?(Sent|Date|Anfonwyd|Dyddiad):/m.test(head) && /^\*?(Subject|Pwnc|Testun):/m.test(head);
}

/** A letter's blocks in their order. Nothing folds where all would be gone. */
export function blocks(text: string, format: Format): Block[] {
  const all = cutAttributions(runs(joined(text, format)));
  for (const block of all) {
    block.text = block.text.replace(/^\n+|\s+$/g, '');
    if (block.kind === 'quoted' && block.text.split('\n').length > longQuote) block.folds = true;
  }
  const shown = all.filter((block) => block.text !== '');
  let last = shown.length - 1;
  while (last >= 0 && shown[last]!.kind !== 'new') last--;
  for (const block of shown.slice(last + 1)) if (block.kind === 'quoted') block.folds = true;
  const below = shown.findIndex((block) => block.kind === 'quoted' && block.depth === 0 && block.folds);
  if (below >= 0 && (original.test(shown[below]!.text) || outlookHead(shown[below]!.text.split('\n'), 0)))
    for (const block of shown.slice(below)) if (block.kind === 'quoted') block.folds = true;
  if (!shown.some((block) => block.kind === 'new')) for (const block of shown) block.folds = false;
  return shown;
}

export interface Segment {
  text: string;
  href?: string;
}

const address =
  /\bhttps?:\/\/[^\s<>"“”]+|\bwww\.[^\s<>"“”/]+\.[^\s<>"“”]+|(?<![\w.+-])[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,24}\b|\bmailto:[^\s<>"]+/giu;

// What ends a sentence is not part of the address before it, nor a bracket that the address did not open.
function ending(found: string): string {
  let text = found;
  for (;;) {
    const cut = text.replace(/[.,;:!?'’…]+$/, '');
    const closes = /[)\]}]$/.exec(cut)?.[0];
    const opens = closes ? { ')': '(', ']': '[', '}': '{' }[closes]! : '';
    const balanced = !closes || cut.split(opens).length >= cut.split(closes).length;
    const next = balanced ? cut : cut.slice(0, -1);
    if (next === text) return text;
    text = next;
  }
}

/** The addresses in a text, and what is between them. */
export function segments(text: string): Segment[] {
  const parts: Segment[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const found = ending(match[0]);
    const href = /^(https?|mailto):/i.test(found)
      ? found
      : found.includes('@') && !/^www\./i.test(found)
        ? `mailto:${found}`
        : `https://${found}`;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: found, href });
    at = match.index + found.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
