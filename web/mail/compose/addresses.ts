// Addresses as people type and paste them: "Dele Okafor <d.okafor@…>, clerk@…; …", one a line, or from a spreadsheet.
import type { EmailAddress } from '../../jmap/standard';

export interface Parsed {
  addresses: EmailAddress[];
  /** What was there besides, as written. */
  rest: string[];
}

// Good enough to tell an address from a word; whether it exists the server says.
const address = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@<>(),;:"[\]\\]+$/u;

export const isAddress = (text: string): boolean => address.test(text) && text.length <= 320;

/** The same mailbox, however it is written. */
export const keyOf = (email: string): string => email.trim().toLowerCase();

/** Cuts a list at commas, semicolons, tabs and line ends that are neither in quotes nor in angle brackets. */
export function pieces(text: string): string[] {
  const out: string[] = [];
  let piece = '';
  let quoted = false;
  let angled = false;
  for (let n = 0; n < text.length; n += 1) {
    const c = text[n] ?? '';
    if (c === '\\' && quoted) {
      piece += c + (text[++n] ?? '');
      continue;
    }
    if (c === '"' && !angled) quoted = !quoted;
    else if (c === '<' && !quoted) angled = true;
    else if (c === '>' && !quoted) angled = false;
    // A quote or bracket that is never closed ends with its line.
    if (c === '\n') quoted = angled = false;
    if (!quoted && !angled && /[,;\t\r\n]/.test(c)) {
      out.push(piece);
      piece = '';
    } else piece += c;
  }
  out.push(piece);
  return out.map((one) => one.trim()).filter(Boolean);
}

function plainName(text: string): string | null {
  const name = text
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/\\(.)/gs, '$1')
    .replace(/^'(.*)'$/s, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return name || null;
}

export function parseOne(text: string): EmailAddress | null {
  const angled = /^(.*)<\s*(?:mailto:)?([^<>]+?)\s*>$/is.exec(text);
  const email = (angled?.[2] ?? text.replace(/^mailto:/i, '')).trim();
  if (!isAddress(email)) return null;
  const name = angled ? plainName(angled[1] ?? '') : null;
  return { name: name && keyOf(name) !== keyOf(email) ? name : null, email };
}

/** "Okafor, Dele <d@…>" without quotes is one person: a piece that is no address joins the next that has a name. */
export function parseAddresses(text: string): Parsed {
  const addresses: EmailAddress[] = [];
  let rest: string[] = [];
  const parts = pieces(text);
  parts.forEach((part, at) => {
    const one = parseOne(part);
    if (!one) return void rest.push(part);
    const before = rest.at(-1);
    if (before !== undefined && before === parts[at - 1] && one.name && !/[@<>]/.test(before)) {
      rest = rest.slice(0, -1);
      one.name = `${before}, ${one.name}`;
    }
    addresses.push(one);
  });
  return { addresses: unique(addresses), rest };
}

/** Each mailbox once, the first that has a name. */
export function unique(addresses: EmailAddress[], ...but: EmailAddress[][]): EmailAddress[] {
  const taken = new Set(but.flat().map((one) => keyOf(one.email)));
  const found = new Map<string, EmailAddress>();
  for (const one of addresses) {
    const key = keyOf(one.email);
    if (taken.has(key)) continue;
    const known = found.get(key);
    if (!known || (!known.name && one.name)) found.set(key, one);
  }
  return [...found.values()];
}

/** As text that parseAddresses reads back. */
export function written({ name, email }: EmailAddress): string {
  if (!name) return email;
  const plain = /^[\p{L}\p{N} .'’-]+$/u.test(name) ? name : `"${name.replace(/[\\"]/g, '\\$&')}"`;
  return `${plain} <${email}>`;
}
