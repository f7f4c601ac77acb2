// Cards made into vCards 4.0 (RFC 6350), after RFC 9555.
import type { Card, CardAddress, NameComponent } from '../../jmap/contacts';

const escaped = (text: string): string => text.replace(/\\/g, '\\\\').replace(/\r\n?|\n/g, '\\n').replace(/[,;]/g, '\\$&');
// A parameter's value may hold neither quotes nor line ends (RFC 6868).
const quoted = (text: string): string =>
  `"${text.replace(/\^/g, '^^').replace(/\r\n?|\n/g, '^n').replace(/"/g, "^'")}"`;

/** RFC 6350 section 3.2: lines of at most 75 octets, no letter cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  if (line.length <= 75 && encoder.encode(line).length <= 75) return line;
  let out = '';
  let length = 0;
  for (const letter of line) {
    const octets = encoder.encode(letter).length;
    if (length + octets > 75) {
      out += '\r\n ';
      length = 1;
    }
    out += letter;
    length += octets;
  }
  return out;
}

const of = (components: NameComponent[] | undefined, ...kinds: string[]): string =>
  (components ?? []).filter((one) => kinds.includes(one.kind)).map((one) => escaped(one.value)).join(',');

interface Said {
  contexts?: Record<string, boolean | undefined>;
  pref?: number;
  features?: Record<string, boolean>;
}
function params({ contexts, pref, features }: Said): string {
  const types = [contexts?.work && 'work', contexts?.private && 'home', ...Object.keys(features ?? {}).map((one) => (one === 'mobile' ? 'cell' : one))];
  const type = types.filter((one): one is string => Boolean(one) && /^[a-z-]+$/.test(String(one))).join(',');
  return `${type && `;TYPE=${type.includes(',') ? quoted(type) : type}`}${pref ? `;PREF=${pref}` : ''}`;
}

const values = <T>(all: Record<string, T> | undefined): T[] => Object.values(all ?? {});

function addressLine(one: CardAddress): string {
  const street = of(one.components, 'number', 'name', 'building', 'floor', 'room', 'block');
  const fields = [
    of(one.components, 'postOfficeBox'), of(one.components, 'apartment'), street, of(one.components, 'locality', 'district'),
    of(one.components, 'region'), of(one.components, 'postcode'), of(one.components, 'country'),
  ];
  return `ADR${params(one)}${one.full ? `;LABEL=${quoted(one.full)}` : ''}:${fields.join(';')}`;
}

function dateOf({ year, month, day, utc }: { year?: number; month?: number; day?: number; utc?: string }): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  if (utc) return utc.slice(0, 10).replace(/-/g, '');
  if (month && day) return `${year ? String(year).padStart(4, '0') : '--'}${two(month)}${two(day)}`;
  return year ? String(year).padStart(4, '0') : '';
}

/** `photo`: the picture as a data: URI, where there is one. */
export function written(card: Card, photo: string | null = null): string {
  const { name } = card;
  const full = name?.full ?? (name?.components ?? []).map((one) => one.value).join(' ');
  const lines = ['BEGIN:VCARD', 'VERSION:4.0'];
  if (card.uid) lines.push(`UID${/^urn:/.test(card.uid) ? '' : ';VALUE=text'}:${/^urn:/.test(card.uid) ? card.uid : escaped(card.uid)}`);
  if (card.kind && card.kind !== 'individual') lines.push(`KIND:${card.kind}`);
  lines.push(`FN:${escaped(full)}`);
  if (name?.components?.length) {
    const c = name.components;
    lines.push(`N:${[of(c, 'surname', 'surname2'), of(c, 'given'), of(c, 'given2'), of(c, 'title'), of(c, 'credential', 'generation')].join(';')}`);
  }
  const nicknames = values(card.nicknames).map((one) => escaped(one.name));
  if (nicknames.length) lines.push(`NICKNAME:${nicknames.join(',')}`);
  for (const one of values(card.organizations)) lines.push(`ORG:${[one.name ?? '', ...(one.units ?? []).map((unit) => unit.name)].map(escaped).join(';')}`);
  for (const one of values(card.titles)) lines.push(`${one.kind === 'role' ? 'ROLE' : 'TITLE'}:${escaped(one.name)}`);
  for (const one of values(card.emails)) lines.push(`EMAIL${params(one)}:${escaped(one.address)}`);
  for (const one of values(card.phones)) lines.push(`TEL;VALUE=text${params(one)}:${escaped(one.number)}`);
  for (const one of values(card.addresses)) lines.push(addressLine(one));
  for (const one of values(card.onlineServices)) if (one.uri) lines.push(`IMPP:${one.uri}`);
  for (const one of values(card.links)) lines.push(`URL:${one.uri}`);
  for (const one of values(card.anniversaries)) {
    const date = dateOf(one.date);
    if (date && one.kind === 'birth') lines.push(`BDAY:${date}`);
    if (date && one.kind === 'wedding') lines.push(`ANNIVERSARY:${date}`);
  }
  const keywords = Object.keys(card.keywords ?? {}).map(escaped);
  if (keywords.length) lines.push(`CATEGORIES:${keywords.join(',')}`);
  for (const one of values(card.notes)) lines.push(`NOTE:${escaped(one.note)}`);
  if (photo) lines.push(`PHOTO:${photo}`);
  if (card.kind === 'group') for (const uid of Object.keys(card.members ?? {})) lines.push(`MEMBER:${uid}`);
  lines.push('END:VCARD');
  return `${lines.map((line) => folded(line.replace(/[\r\n]+/g, ' '))).join('\r\n')}\r\n`;
}
