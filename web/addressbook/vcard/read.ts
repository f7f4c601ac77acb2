// vCards made into Cards, after RFC 9555. What a Card has no place for here is named, so that one is told.
import type { Card, CardAddress, CardPhone, NameComponent } from '../../jmap/contacts';
import { cardsIn, type Line, plain, split } from './lines';

export interface Read {
  card: Card;
  /** The names of the properties that were left out. */
  left: string[];
}

interface Making {
  card: Card;
  left: Set<string>;
  labels: Map<string, string>;
  counter: number;
}
type Reader = (line: Line, making: Making) => void;

// A picture beyond this is not taken along, in octets of base64.
const largestPicture = 4_000_000;

const typesOf = (line: Line): string[] => (line.params.TYPE ?? []).map((one) => one.toLowerCase());

/** How a value is meant: at work, at home, first of all; and what a program of Apple's wrote beside it. */
function said(line: Line, making: Making): { contexts?: Record<string, boolean>; pref?: number; label?: string } {
  const types = typesOf(line);
  const label = line.group ? making.labels.get(line.group) : undefined;
  const contexts: Record<string, boolean> = {};
  if (types.includes('home') || label === 'Home') contexts.private = true;
  if (types.includes('work') || label === 'Work') contexts.work = true;
  const pref = Number(line.params.PREF?.[0]);
  return {
    ...(Object.keys(contexts).length && { contexts }),
    ...(types.includes('pref') ? { pref: 1 } : pref >= 1 && pref <= 100 && Number.isInteger(pref) ? { pref } : {}),
    ...(label && label !== 'Home' && label !== 'Work' && label !== 'Other' && { label }),
  };
}

function put<T>(making: Making, name: keyof Card, value: T): void {
  const all = ((making.card as Record<string, unknown>)[name] ??= {}) as Record<string, T>;
  all[`${++making.counter}`] = value;
}

const parts = (kind: string, value: string | undefined): NameComponent[] =>
  split(value ?? '', ',').map(plain).filter(Boolean).map((one) => ({ kind, value: one }));

const email: Reader = (line, making) => {
  const address = plain(line.value).replace(/^mailto:/i, '').replace(/^<(.*)>$/, '$1');
  if (!address) return;
  const known = Object.values(making.card.emails ?? {}).some((one) => one.address.toLowerCase() === address.toLowerCase());
  if (!known) put(making, 'emails', { address, ...said(line, making) });
};

const features: Record<string, string> = {
  cell: 'mobile', voice: 'voice', fax: 'fax', pager: 'pager', text: 'text', video: 'video', textphone: 'textphone',
};
const tel: Reader = (line, making) => {
  const number = plain(line.value).replace(/^tel:/i, '').replace(/;ext=/i, ' ext. ');
  if (!number) return;
  const found = typesOf(line).flatMap((one) => (features[one] ? [[features[one], true]] : []));
  const isMobile = making.labels.get(line.group) === 'Mobile';
  const phone: CardPhone = { number, ...said(line, making) };
  if (found.length || isMobile) phone.features = { ...Object.fromEntries(found), ...(isMobile && { mobile: true }) };
  if (isMobile) delete phone.label;
  put(making, 'phones', phone);
};

const adr: Reader = (line, making) => {
  const [box, more, street, locality, region, postcode, country] = split(line.value, ';');
  const components = [
    ...parts('postOfficeBox', box), ...parts('apartment', more), ...parts('name', street), ...parts('locality', locality),
    ...parts('region', region), ...parts('postcode', postcode), ...parts('country', country),
  ];
  const full = plain(line.params.LABEL?.[0] ?? '');
  if (!components.length && !full) return;
  const address: CardAddress = { ...said(line, making) };
  if (components.length) address.components = components;
  if (full) address.full = full;
  put(making, 'addresses', address);
};

const name: Reader = (line, making) => {
  const [surname, given, given2, title, credential] = split(line.value, ';');
  const components = [
    ...parts('title', title), ...parts('given', given), ...parts('given2', given2), ...parts('surname', surname),
    ...parts('credential', credential),
  ];
  if (components.length) making.card.name = { ...making.card.name, components, isOrdered: true };
};

const photo: Reader = (line, making) => {
  const value = line.value.trim();
  const encoding = line.params.ENCODING?.[0]?.toUpperCase();
  const subtype = (line.params.TYPE?.find((one) => !/^(home|work|pref)$/i.test(one)) ?? line.params.MEDIATYPE?.[0] ?? 'jpeg')
    .toLowerCase().replace(/^image\//, '').replace(/^jpg$/, 'jpeg');
  if (value.length > largestPicture) return void making.left.add('PHOTO');
  if (/^data:image\//i.test(value)) put(making, 'media', { kind: 'photo', uri: value.replace(/\\([,;])/g, '$1') });
  else if ((encoding === 'B' || encoding === 'BASE64') && /^[A-Za-z0-9+/]+=*$/.test(value))
    put(making, 'media', { kind: 'photo', uri: `data:image/${subtype};base64,${value}` });
  // A picture elsewhere would be fetched from there by whoever looks.
  else making.left.add('PHOTO');
};

/** "1980-02-29", "19800229", "--0229": years and days alone are let be. */
const anniversary = (kind: string): Reader => (line, making) => {
  const found = /^(?:(\d{4})|--)-?(\d{2})-?(\d{2})(?:T.*)?$/.exec(line.value.trim());
  if (!found) return void (line.value.trim() && making.left.add(line.name));
  const [, year, month, day] = found;
  const date = { '@type': 'PartialDate', ...(year && { year: Number(year) }), month: Number(month), day: Number(day) };
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) making.left.add(line.name);
  else put(making, 'anniversaries', { kind, date });
};

const member: Reader = (line, making) => {
  const uid = plain(line.value);
  if (uid) making.card.members = { ...making.card.members, [uid]: true };
};
const kind: Reader = (line, making) => {
  const value = plain(line.value).toLowerCase();
  // RFC 6350 section 6.1.4: what is not known is an individual.
  if (/^(individual|group|org|location|device|application)$/.test(value)) making.card.kind = value;
};
const link: Reader = (line, making) => {
  const uri = plain(line.value);
  if (/^[a-z][a-z0-9+.-]*:\S+$/i.test(uri)) put(making, 'links', { uri });
  else if (/^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(uri)) put(making, 'links', { uri: `https://${uri}` });
  else if (uri) making.left.add('URL');
};
const words = (each: (text: string, making: Making) => void): Reader => (line, making) =>
  split(line.value, ',').map(plain).filter(Boolean).forEach((one) => each(one, making));

const readers: Record<string, Reader> = {
  N: name,
  FN: (line, making) => {
    const full = plain(line.value);
    if (full && !making.card.name?.full) making.card.name = { ...making.card.name, full };
  },
  EMAIL: email,
  TEL: tel,
  ADR: adr,
  PHOTO: photo,
  NICKNAME: words((one, making) => put(making, 'nicknames', { name: one })),
  CATEGORIES: words((one, making) => (making.card.keywords = { ...making.card.keywords, [one]: true })),
  ORG: (line, making) => {
    const [first = '', ...units] = split(line.value, ';').map(plain);
    const within = units.filter(Boolean).map((one) => ({ name: one }));
    if (first || within.length) put(making, 'organizations', { ...(first && { name: first }), ...(within.length && { units: within }) });
  },
  TITLE: (line, making) => plain(line.value) && put(making, 'titles', { name: plain(line.value), kind: 'title' }),
  ROLE: (line, making) => plain(line.value) && put(making, 'titles', { name: plain(line.value), kind: 'role' }),
  NOTE: (line, making) => plain(line.value) && put(making, 'notes', { note: plain(line.value) }),
  URL: link,
  BDAY: anniversary('birth'),
  ANNIVERSARY: anniversary('wedding'),
  IMPP: (line, making) => plain(line.value) && put(making, 'onlineServices', { uri: plain(line.value) }),
  UID: (line, making) => {
    const uid = plain(line.value);
    if (uid && uid.length <= 500) making.card.uid = uid;
  },
  KIND: kind,
  'X-ADDRESSBOOKSERVER-KIND': kind,
  MEMBER: member,
  'X-ADDRESSBOOKSERVER-MEMBER': member,
};
// They say nothing of the person.
const silent = new Set(['VERSION', 'PRODID', 'REV', 'X-ABLABEL', 'X-ABADR', 'X-ABSHOWAS', 'SORT-STRING', 'LABEL', 'MAILER', 'SOURCE', 'XML', 'CLIENTPIDMAP', 'PROFILE', 'NAME', 'CLASS']);

/** `_$!<Home>!$_` is Apple's word for a label that programs translate. */
function labelsOf(lines: Line[]): Map<string, string> {
  const all = lines.filter((line) => line.name === 'X-ABLABEL' && line.group);
  return new Map(all.map((line) => [line.group, plain(line.value).replace(/^_\$!<(.*)>!\$_$/, '$1')]));
}

function fullOf(card: Card): string {
  const name = card.name?.components?.map((one) => one.value).join(' ');
  const organisation = Object.values(card.organizations ?? {})[0]?.name;
  return name || organisation || Object.values(card.emails ?? {})[0]?.address || Object.values(card.phones ?? {})[0]?.number || '';
}

function cardOf(lines: Line[]): Read | null {
  const making: Making = { card: {}, left: new Set(), labels: labelsOf(lines), counter: 0 };
  for (const line of lines) {
    const reader = readers[line.name];
    if (reader) reader(line, making);
    else if (!silent.has(line.name) && line.value.trim()) making.left.add(line.name);
  }
  const { card } = making;
  if (card.members && card.kind !== 'group') delete card.members;
  if (!card.name?.full && fullOf(card)) card.name = { ...card.name, full: fullOf(card) };
  return card.name?.full ? { card, left: [...making.left] } : null;
}

/** All cards of a text that say who they are. */
export const readCards = (text: string): Read[] => cardsIn(text).flatMap((lines) => cardOf(lines) ?? []);
