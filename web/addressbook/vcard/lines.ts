// vCards as lines of names, parameters and values: 4.0 (RFC 6350), 3.0 (RFC 2426), and what is met of 2.1.

export interface Line {
  /** What stands before the dot: lines of one group belong together. */
  group: string;
  /** In capitals. */
  name: string;
  /** Names in capitals; of a parameter given twice, both values. */
  params: Record<string, string[]>;
  /** As written, but for its transfer encoding. */
  value: string;
}

/** A file as text. Few say what they are written in: UTF-8 where it can be that, else what Windows wrote. */
export function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const isQuotedPrintable = (head: string): boolean => /;(ENCODING=)?QUOTED-PRINTABLE/i.test(head);

/** RFC 6350 section 3.2: a line that begins with white space goes on the one before. */
function unfolded(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const last = lines.at(-1);
    const goesOn = last !== undefined && last.endsWith('=') && isQuotedPrintable(last.slice(0, last.indexOf(':') + 1));
    // A soft line break of quoted-printable (RFC 2045 section 6.7), which 2.1 folds by.
    if (goesOn) lines[lines.length - 1] = last.slice(0, -1) + line.replace(/^[ \t]/, '');
    else if (/^[ \t]/.test(line) && last !== undefined) lines[lines.length - 1] = last + line.slice(1);
    else lines.push(line);
  }
  return lines.filter((line) => line.trim());
}

/** Cuts at `mark` where it stands outside quotes. */
function cut(text: string, mark: string): string[] {
  const out = [''];
  let quoted = false;
  for (const c of text) {
    if (c === '"') quoted = !quoted;
    if (c === mark && !quoted) out.push('');
    else out[out.length - 1] += c;
  }
  return out;
}

/** Where the value begins: the first colon outside quotes; a quote that is never closed counts for nothing. */
function colonOf(line: string): number {
  let quoted = false;
  for (let n = 0; n < line.length; n += 1) {
    if (line[n] === '"') quoted = !quoted;
    if (line[n] === ':' && !quoted) return n;
  }
  return line.indexOf(':');
}

// RFC 6868.
const circumflexed = (text: string): string =>
  text.replace(/\^([n'^])/g, (_, c: string) => (c === 'n' ? '\n' : c === "'" ? '"' : '^'));

function paramsOf(parts: string[]): Record<string, string[]> {
  const params: Record<string, string[]> = {};
  for (const part of parts) {
    const at = part.indexOf('=');
    const bare = at < 0;
    const value = (bare ? part : part.slice(at + 1)).trim();
    // 2.1 leaves the name out: TEL;HOME;FAX, and NOTE;QUOTED-PRINTABLE.
    const isEncoding = bare && /^(QUOTED-PRINTABLE|BASE64|8BIT|7BIT)$/i.test(value);
    const name = bare ? (isEncoding ? 'ENCODING' : 'TYPE') : part.slice(0, at).trim().toUpperCase();
    const values = cut(value, ',').flatMap((one) => circumflexed(one.trim().replace(/^"(.*)"$/s, '$1')).split(name === 'TYPE' ? ',' : '\0'));
    params[name] = [...(params[name] ?? []), ...values.map((one) => one.trim()).filter(Boolean)];
  }
  return params;
}

function fromQuotedPrintable(text: string, charset: string): string {
  const bytes: number[] = [];
  for (let n = 0; n < text.length; n += 1) {
    const hex = text[n] === '=' ? /^[0-9a-f]{2}/i.exec(text.slice(n + 1))?.[0] : undefined;
    if (hex) {
      bytes.push(parseInt(hex, 16));
      n += 2;
    } else bytes.push(...new TextEncoder().encode(text.charAt(n)));
  }
  try {
    return new TextDecoder(charset, { fatal: true }).decode(new Uint8Array(bytes));
  } catch {
    return decoded(new Uint8Array(bytes));
  }
}

function lineOf(text: string): Line | null {
  const colon = colonOf(text);
  if (colon < 1) return null;
  const [head = '', ...rest] = cut(text.slice(0, colon), ';');
  const dot = head.lastIndexOf('.');
  const params = paramsOf(rest);
  let value = text.slice(colon + 1);
  const encoding = params.ENCODING?.[0]?.toUpperCase();
  if (encoding === 'QUOTED-PRINTABLE') value = fromQuotedPrintable(value, params.CHARSET?.[0] ?? 'utf-8');
  if (encoding === 'B' || encoding === 'BASE64') value = value.replace(/\s+/g, '');
  return { group: head.slice(0, Math.max(0, dot)).toLowerCase(), name: head.slice(dot + 1).trim().toUpperCase(), params, value };
}

/** The cards of a file, each by its lines. One that is never ended ends where the next begins, or with the file. */
export function cardsIn(text: string): Line[][] {
  const cards: Line[][] = [];
  let open: Line[] | null = null;
  let inner = 0;
  let isAgent = false;
  for (const written of unfolded(text)) {
    const line = lineOf(written);
    if (!line) continue;
    const isCard = line.value.trim().toUpperCase() === 'VCARD';
    if (line.name === 'BEGIN' && isCard) {
      // 2.1 and 3.0 may have the card of an agent within a card: it is not one of the file's.
      if (open && isAgent) inner += 1;
      else {
        if (open?.length) cards.push(open);
        open = [];
      }
    } else if (line.name === 'END' && isCard) {
      if (inner) inner -= 1;
      else if (open) {
        cards.push(open);
        open = null;
      }
    } else if (open && !inner) open.push(line);
    isAgent = line.name === 'AGENT' && !line.value.trim();
  }
  if (open?.length) cards.push(open);
  return cards;
}

/** Cuts a value at semicolons or commas that are not escaped; what is escaped stays so. */
export function split(value: string, mark: ';' | ','): string[] {
  const out = [''];
  for (let n = 0; n < value.length; n += 1) {
    const c = value.charAt(n);
    if (c === '\\') out[out.length - 1] += c + value.charAt(++n);
    else if (c === mark) out.push('');
    else out[out.length - 1] += c;
  }
  return out;
}

/** RFC 6350 section 3.4. */
export const plain = (value: string): string =>
  value
    .replace(/\\([\s\S])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c))
    .replace(/\r\n?/g, '\n')
    // No control has a place in a name.
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .trim();
